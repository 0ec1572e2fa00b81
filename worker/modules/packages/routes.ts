import { type TopupPackage, topupPackage } from "@forecourt/contract/catalog";
import { packageSummary, picture } from "@forecourt/contract/http/packages";
import { packageId, regionId } from "@forecourt/contract/ids";
import { again, catalogOf, commandCatalog } from "@forecourt/durable-objects/stubs";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { listOf } from "../../http/list.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { recordAction } from "../audit/record.ts";
import { keepPicture, PICTURE_BYTES_MAX, pictureIdOf, pictureTypes, pictureUrl, servePicture } from "./pictures.ts";
import { packageStocks } from "./schema.ts";

/** As many as the catalog takes. */
const PACKAGES_MAX = 500;

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
    // Terms from the catalog itself, so that whoever has just changed them reads that; how they sell, from the lists.
    const [kept, stocks, readAt] = await Promise.all([
      again(async () => catalogOf(env).packages()),
      db.select().from(packageStocks).limit(PACKAGES_MAX),
      asOf(db),
    ]);
    const stockOf = new Map(stocks.map((stock) => [stock.packageId, stock]));
    const nowMs = Date.now();
    return {
      items: kept
        .filter(({ package: { regionId } }) => query.regionId === undefined || regionId === query.regionId)
        .sort(inOrder)
        .map((entry) => toSummary(entry, stockOf.get(entry.package.packageId) ?? null, nowMs)),
      nextCursor: null,
      asOf: readAt,
    };
  },
});

const get = endpoint({
  method: "get",
  path: "/v1/operator/packages/:packageId",
  tag: "Operator: packages",
  summary: "A package as it is now; `/history` tells how it came to that",
  access: { permission: "stations.read", stations: "none" },
  params: { packageId },
  reply: packageSummary,
  codes: ["package_not_found"],
  async handle({ env, params }) {
    const [kept, [stock]] = await Promise.all([
      again(async () => catalogOf(env).packageOf(params.packageId)),
      drizzle(env.DB).select().from(packageStocks).where(eq(packageStocks.packageId, params.packageId)),
    ]);
    if (kept === null) throw new Problem("package_not_found");
    return toSummary(kept, stock ?? null, Date.now());
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

interface Kept {
  readonly version: number;
  readonly package: TopupPackage;
}

/** By region, in the order in which drivers see them. */
function inOrder({ package: one }: Kept, { package: other }: Kept): number {
  if (one.regionId !== other.regionId) return one.regionId < other.regionId ? -1 : 1;
  return one.position - other.position;
}

function toSummary(
  { version, package: terms }: Kept,
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
