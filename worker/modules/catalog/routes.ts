import { localisedName, region, topupPackage } from "@forecourt/contract/catalog";
import { catalog } from "@forecourt/contract/http/account";
import { packageItem } from "@forecourt/contract/http/driver";
import { packageId, regionId } from "@forecourt/contract/ids";
import { again, catalogOf } from "@forecourt/durable-objects/stubs";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import { versioned } from "../../http/conditional.ts";
import { endpoint } from "../../http/endpoint.ts";
import { listOf } from "../../http/list.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { driverCatalog, toPackageItem } from "./driverCatalog.ts";
import { allRegions, homeRegion, packagesOnSale } from "./queries.ts";

const listPackages = endpoint({
  method: "get",
  path: "/v1/driver/packages",
  tag: "Driver: top-ups",
  summary: "Top-up packages on sale",
  access: "driver",
  reply: listOf(packageItem),
  async handle({ env }) {
    const home = await homeRegion(env);
    const rows = await packagesOnSale(env, home.regionId);
    return {
      items: rows.map(({ version, package: terms }) => toPackageItem(version, terms, home)),
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
  async handle({ env, request }) {
    const offer = await driverCatalog(env);
    return versioned(request, offer.version, offer);
  },
});

const listRegions = endpoint({
  method: "get",
  path: "/v1/operator/regions",
  tag: "Operator: catalog",
  summary: "Regions, with their versions",
  access: { permission: "stations.read" },
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
  handle: async ({ env, params, body, commandId }) =>
    unwrap(
      await again(async () => catalogOf(env).execute(commandId, { type: "DefineRegion", region: { ...body, regionId: params.regionId } })),
    ),
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
  codes: ["region_not_found"],
  async handle({ env, params, body, commandId }) {
    const { bonusValidDays, ...terms } = body;
    const defined = { ...terms, packageId: params.packageId, ...(bonusValidDays === undefined ? {} : { bonusValidDays }) };
    if (defined.bonusMinor > defined.amountMinor * 10)
      throw new Problem("validation_failed", "body.bonusMinor: more than ten times the amount");
    return unwrap(await again(async () => catalogOf(env).execute(commandId, { type: "DefinePackage", package: defined })));
  },
});

export const catalogRoutes = [listPackages, getCatalog, listRegions, defineRegion, definePackage];
