import { type CatalogKind, gradeTerms, localisedName, region, topupPackage } from "@forecourt/contract/catalog";
import { catalog, regionChoice } from "@forecourt/contract/http/account";
import { packageItem } from "@forecourt/contract/http/driver";
import { grade, packageId, regionId } from "@forecourt/contract/ids";
import { toInstant } from "@forecourt/contract/scalars";
import { again, catalogOf, commandAccount, commandCatalog } from "@forecourt/durable-objects/stubs";
import { asc } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import type { Env } from "../../env.ts";
import { versioned } from "../../http/conditional.ts";
import { endpoint } from "../../http/endpoint.ts";
import { listOf } from "../../http/list.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { driverWallet } from "../wallets/queries.ts";
import { driverCatalog, toPackageItem } from "./driverCatalog.ts";
import { allRegions, homeRegion, packagesOnSale, regionOf } from "./queries.ts";
import { grades } from "./schema.ts";

/** What each version said, when it was made, and by whom. */
const catalogHistory = z.object({
  items: z.array(
    z.object({
      version: z.int(),
      at: z.string(),
      operator: z.string().nullable(),
      reason: z.string().nullable(),
      terms: z.record(z.string(), z.unknown()),
    }),
  ),
});

async function historyOf(env: Env, kind: CatalogKind, id: string) {
  const versions = await again(async () => catalogOf(env).history(kind, id));
  return { items: versions.map(({ atMs, terms, ...version }) => ({ ...version, at: toInstant(atMs), terms: JSON.parse(terms) })) };
}

const listPackages = endpoint({
  method: "get",
  path: "/v1/driver/packages",
  tag: "Driver: top-ups",
  summary: "Top-up packages on sale",
  access: "driver",
  reply: listOf(packageItem),
  async handle({ env, caller }) {
    const home = await homeRegion(env, caller.driverId);
    const rows = await packagesOnSale(env, home.regionId);
    return {
      items: rows.map((row) => toPackageItem(row, home)),
      nextCursor: null,
      asOf: await asOf(drizzle(env.DB)),
    };
  },
});

const getCatalog = endpoint({
  method: "get",
  path: "/v1/driver/catalog",
  tag: "Driver: home",
  summary: "All that is on offer: regions, packages and grades, with one version",
  description:
    "Made to be kept. The answer's `ETag` is its version: send it as `If-None-Match`, and as long as nothing has changed the answer is 304 " +
    "without a body. GET /v1/driver/home names the version, so that a client that has it need not ask at all.",
  access: "driver",
  reply: catalog,
  codes: ["region_not_found"],
  async handle({ env, caller, request }) {
    const offer = await driverCatalog(env, caller.driverId);
    return versioned(request, offer.version, offer);
  },
});

const chooseRegion = endpoint({
  method: "put",
  path: "/v1/driver/region",
  tag: "Driver: home",
  summary: "Choose the home region",
  description:
    "Whose packages, payment methods and days are shown. One that takes another currency than the wallet has is refused. Answers with " +
    "what is on offer there; lists know of it a moment later.",
  access: "driver",
  command: true,
  body: regionChoice,
  reply: catalog,
  codes: ["region_not_found", "region_currency_differs", "wallet_not_found"],
  async handle({ env, caller, body, commandId }) {
    const [chosen, { currency }] = await Promise.all([regionOf(env, body.regionId), driverWallet(env, caller.walletId)]);
    if (chosen === null) throw new Problem("region_not_found");
    if (chosen.currency !== currency)
      throw new Problem("region_currency_differs", undefined, { currency, regionCurrency: chosen.currency });
    unwrap(await commandAccount(env, caller.driverId, commandId, { type: "ChooseRegion", ...body }));
    return driverCatalog(env, caller.driverId, body.regionId);
  },
});

const listRegions = endpoint({
  method: "get",
  path: "/v1/operator/regions",
  tag: "Operator: catalog",
  summary: "Regions, with their versions",
  access: { permission: "stations.read", stations: "none" },
  reply: listOf(z.object({ regionId, version: z.int(), region: region.extend({ names: localisedName }) })),
  handle: async ({ env }) => ({ items: await allRegions(env), nextCursor: null, asOf: await asOf(drizzle(env.DB)) }),
});

const defineRegion = endpoint({
  method: "put",
  path: "/v1/operator/regions/:regionId",
  tag: "Operator: catalog",
  summary: "Define a region, or its next version",
  access: { permission: "catalog.write" },
  command: true,
  params: { regionId },
  body: region.omit({ regionId: true }),
  reply: z.object({ version: z.int(), region }),
  handle: async ({ env, caller, params, body, commandId }) =>
    unwrap(await commandCatalog(env, commandId, { type: "DefineRegion", region: { ...body, regionId: params.regionId } }, caller.by)),
});

const listGrades = endpoint({
  method: "get",
  path: "/v1/operator/grades",
  tag: "Operator: catalog",
  summary: "Grades with their names, and their versions",
  access: { permission: "stations.read", stations: "none" },
  reply: listOf(z.object({ grade, version: z.int(), terms: gradeTerms })),
  async handle({ env }) {
    const db = drizzle(env.DB);
    return { items: await db.select().from(grades).orderBy(asc(grades.grade)).limit(100), nextCursor: null, asOf: await asOf(db) };
  },
});

const defineGrade = endpoint({
  method: "put",
  path: "/v1/operator/grades/:grade",
  tag: "Operator: catalog",
  summary: "Define a grade, or its next version",
  access: { permission: "catalog.write" },
  command: true,
  params: { grade },
  body: gradeTerms.omit({ grade: true }),
  reply: z.object({ version: z.int(), grade: gradeTerms }),
  handle: async ({ env, caller, params, body, commandId }) =>
    unwrap(await commandCatalog(env, commandId, { type: "DefineGrade", grade: { ...body, grade: params.grade } }, caller.by)),
});

const regionHistory = endpoint({
  method: "get",
  path: "/v1/operator/regions/:regionId/history",
  tag: "Operator: catalog",
  summary: "The versions of a region, newest first, with who made each",
  access: { permission: "stations.read", stations: "none" },
  params: { regionId },
  reply: catalogHistory,
  handle: ({ env, params }) => historyOf(env, "region", params.regionId),
});

const gradeHistory = endpoint({
  method: "get",
  path: "/v1/operator/grades/:grade/history",
  tag: "Operator: catalog",
  summary: "The versions of a grade, newest first, with who made each",
  access: { permission: "stations.read", stations: "none" },
  params: { grade },
  reply: catalogHistory,
  handle: ({ env, params }) => historyOf(env, "grade", params.grade),
});

const packageHistory = endpoint({
  method: "get",
  path: "/v1/operator/packages/:packageId/history",
  tag: "Operator: catalog",
  summary: "The versions of a package, newest first, with who made each",
  access: { permission: "stations.read", stations: "none" },
  params: { packageId },
  reply: catalogHistory,
  handle: ({ env, params }) => historyOf(env, "package", params.packageId),
});

const definePackage = endpoint({
  method: "put",
  path: "/v1/operator/packages/:packageId",
  tag: "Operator: catalog",
  summary: "Define a top-up package, or its next version",
  description: "An order keeps the terms of the version that it was made under.",
  access: { permission: "catalog.write" },
  command: true,
  params: { packageId },
  body: topupPackage.omit({ packageId: true }),
  reply: z.object({ version: z.int(), package: topupPackage }),
  codes: ["region_not_found", "package_terms_invalid"],
  handle: async ({ env, caller, params, body, commandId }) =>
    unwrap(await commandCatalog(env, commandId, { type: "DefinePackage", package: { ...body, packageId: params.packageId } }, caller.by)),
});

export const catalogRoutes = [
  listPackages,
  getCatalog,
  chooseRegion,
  listRegions,
  defineRegion,
  listGrades,
  defineGrade,
  regionHistory,
  gradeHistory,
  packageHistory,
  definePackage,
];
