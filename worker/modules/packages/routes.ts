import { type TopupPackage, topupPackage } from "@forecourt/contract/catalog";
import { packageDetail, packageSummary, picture } from "@forecourt/contract/http/packages";
import { packageId, regionId } from "@forecourt/contract/ids";
import { commandCatalog } from "@forecourt/durable-objects/stubs";
import { asc, desc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { listOf } from "../../http/list.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { recordAction } from "../audit/record.ts";
import { packages } from "../catalog/schema.ts";
import { keepPicture, PICTURE_BYTES_MAX, pictureIdOf, pictureTypes, pictureUrl, servePicture } from "./pictures.ts";
import { packageStocks, packageVersions } from "./schema.ts";

/** Versions shown of one package. */
const VERSIONS_SHOWN = 100;

const list = endpoint({
  method: "get",
  path: "/v1/operator/packages",
  tag: "Operator: packages",
  summary: "Packages of a region, or of all, with what is sold of those that have a stock",
  description: "Withdrawn ones and those whose time has not come are listed too; `state` says which.",
  access: { permission: "stations.read", stations: "none" },
  query: { regionId: regionId.optional() },
  reply: listOf(packageSummary),
  async handle({ env, query }) {
    const db = drizzle(env.DB);
    const rows = await db
      .select()
      .from(packages)
      .leftJoin(packageStocks, eq(packageStocks.packageId, packages.packageId))
      .where(query.regionId === undefined ? undefined : eq(packages.regionId, query.regionId))
      .orderBy(asc(packages.regionId), asc(packages.position), asc(packages.packageId))
      .limit(500);
    const nowMs = Date.now();
    return {
      items: rows.map(({ packages: row, package_stocks: stock }) => toSummary(row.version, row.package, stock, nowMs)),
      nextCursor: null,
      asOf: await asOf(db),
    };
  },
});

const get = endpoint({
  method: "get",
  path: "/v1/operator/packages/:packageId",
  tag: "Operator: packages",
  summary: "A package, and every version that it has had",
  access: { permission: "stations.read", stations: "none" },
  params: { packageId },
  reply: packageDetail,
  codes: ["package_not_found"],
  async handle({ env, params }) {
    const db = drizzle(env.DB);
    // No join: in a batch, columns of the same name in two tables are one.
    const [[row], [stock], versions] = await db.batch([
      db.select().from(packages).where(eq(packages.packageId, params.packageId)),
      db.select().from(packageStocks).where(eq(packageStocks.packageId, params.packageId)),
      db
        .select()
        .from(packageVersions)
        .where(eq(packageVersions.packageId, params.packageId))
        .orderBy(desc(packageVersions.version))
        .limit(VERSIONS_SHOWN),
    ]);
    if (row === undefined) throw new Problem("package_not_found");
    return {
      ...toSummary(row.version, row.package, stock ?? null, Date.now()),
      versions: versions.map(({ version, definedAtMs, package: terms }) => ({
        version,
        definedAt: new Date(definedAtMs).toISOString(),
        package: terms,
      })),
    };
  },
});

const withdraw = endpoint({
  method: "post",
  path: "/v1/operator/packages/:packageId/withdraw",
  tag: "Operator: packages",
  summary: "Take a package off sale",
  description: "Its next version. Orders that wait for payment keep their terms. To put it back, define it again.",
  access: { permission: "catalog.write" },
  command: true,
  params: { packageId },
  reply: z.object({ version: z.int(), package: topupPackage }),
  codes: ["package_not_found"],
  handle: async ({ env, caller, params, commandId }) =>
    unwrap(await commandCatalog(env, commandId, { type: "WithdrawPackage", packageId: params.packageId }, caller.by)),
});

const upload = endpoint({
  method: "post",
  path: "/v1/operator/pictures",
  tag: "Operator: packages",
  summary: "Keep a picture, to be shown with a package",
  description: "The body is the picture itself: a JPEG, PNG or WebP of at most 512 KB. The same bytes again are the same picture.",
  access: { permission: "catalog.write" },
  takes: pictureTypes,
  bodyBytesMax: PICTURE_BYTES_MAX,
  status: 201,
  reply: picture,
  codes: ["picture_invalid"],
  async handle({ env, caller, bytes }) {
    await recordAction(env, caller.by, { action: "KeepPicture", subject: `picture/${await pictureIdOf(bytes)}` });
    const pictureId = await keepPicture(env, bytes);
    return { pictureId, url: pictureUrl(pictureId) };
  },
});

const serve = endpoint({
  method: "get",
  path: "/v1/pictures/:pictureId",
  tag: "Pictures",
  summary: "A picture; it may be kept for ever",
  access: "public",
  params: { pictureId: z.string().regex(/^[0-9a-f]{64}$/) },
  reply: z.string().describe("The picture's bytes"),
  codes: ["picture_not_found"],
  handle: ({ env, params, request }) => servePicture(env, params.pictureId, request),
});

export const packageRoutes = [list, get, withdraw, upload, serve];

function toSummary(
  version: number,
  terms: TopupPackage,
  stock: { readonly sold: number; readonly held: number } | null,
  nowMs: number,
): z.input<typeof packageSummary> {
  const { sold, held } = stock ?? { sold: 0, held: 0 };
  return {
    version,
    package: terms,
    state: stateOf(terms, sold, nowMs),
    sold: terms.limits.stock === undefined && stock === null ? null : sold,
    held,
    pictureUrl: terms.pictureId === undefined ? null : pictureUrl(terms.pictureId),
  };
}

function stateOf({ onSale, saleFromMs, saleUntilMs, limits }: TopupPackage, sold: number, nowMs: number) {
  if (!onSale) return "withdrawn";
  if (saleUntilMs !== undefined && saleUntilMs <= nowMs) return "ended";
  if (saleFromMs !== undefined && saleFromMs > nowMs) return "scheduled";
  return limits.stock !== undefined && sold >= limits.stock ? "sold_out" : "on_sale";
}
