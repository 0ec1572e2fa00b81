import { localisedName, region, topupPackage } from "@forecourt/contract/catalog";
import { packageItem } from "@forecourt/contract/http/driver";
import { packageId, regionId } from "@forecourt/contract/ids";
import { again, catalogOf } from "@forecourt/durable-objects/stubs";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { listOf } from "../../http/list.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
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
      items: rows.map(({ version, package: terms }) => ({
        packageId: terms.packageId,
        version,
        names: terms.names,
        amountMinor: terms.amountMinor,
        bonusMinor: terms.bonusMinor,
        bonusValidDays: terms.bonusValidDays ?? null,
        currency: home.currency,
      })),
      nextCursor: null,
      asOf: await asOf(drizzle(env.DB)),
    };
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

export const catalogRoutes = [listPackages, listRegions, defineRegion, definePackage];
