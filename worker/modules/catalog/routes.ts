import { type CatalogCommand, type CatalogKind, gradeTerms, localisedName, region, topupPackage } from "@forecourt/contract/catalog";
import type { Code } from "@forecourt/contract/codes";
import { catalog, regionChoice } from "@forecourt/contract/http/account";
import { packageItem } from "@forecourt/contract/http/driver";
import { grade, regionId } from "@forecourt/contract/ids";
import { toInstant } from "@forecourt/contract/scalars";
import { again, catalogOf, commandAccount, commandCatalog } from "@forecourt/durable-objects/stubs";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import { versioned } from "../../http/conditional.ts";
import { type Endpoint, endpoint } from "../../http/endpoint.ts";
import { listOf } from "../../http/list.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { driverWallet } from "../wallets/queries.ts";
import { driverCatalog, toPackageItem } from "./driverCatalog.ts";
import { homeRegion, packagesOnSale, regionOf } from "./queries.ts";

const tag = "Operator: catalog";
const reading = { permission: "stations.read", stations: "none" } as const;

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
  tag,
  summary: "Regions, with their versions",
  access: reading,
  reply: listOf(z.object({ regionId, version: z.int(), region: region.extend({ names: localisedName }) })),
  async handle({ env }) {
    const kept = await again(async () => catalogOf(env).regions());
    return whole(kept.map((entry) => ({ regionId: entry.region.regionId, ...entry })));
  },
});

const listGrades = endpoint({
  method: "get",
  path: "/v1/operator/grades",
  tag,
  summary: "Grades with their names, and their versions",
  access: reading,
  reply: listOf(z.object({ grade, version: z.int(), terms: gradeTerms })),
  async handle({ env }) {
    const kept = await again(async () => catalogOf(env).grades());
    return whole(kept.map(({ version, grade: terms }) => ({ grade: terms.grade, version, terms })));
  },
});

/** A whole list as the catalog itself keeps it: whoever has just written reads what they wrote. */
const whole = <Item>(items: readonly Item[]) => ({ items, nextCursor: null, asOf: toInstant(Date.now()) });

/** What the calls of regions, grades and packages do not have in common. */
interface Kind<Terms extends z.ZodObject> {
  readonly kind: CatalogKind;
  readonly summary: string;
  readonly description?: string;
  readonly terms: Terms;
  /** Which of the terms is in the path. */
  readonly id: keyof Terms["shape"] & string;
  readonly codes?: readonly Code[];
  command(terms: z.output<Terms>): CatalogCommand;
}

/** The calls that define one of a kind and that tell its history. */
function versionRoutes<Terms extends z.ZodObject>({ kind, terms, id, command, ...said }: Kind<Terms>): readonly Endpoint[] {
  const path = `/v1/operator/${kind}s/:${id}`;
  const params = { [id]: (terms.shape as z.ZodRawShape)[id] as z.ZodType<string> };
  const define = endpoint({
    method: "put",
    path,
    tag,
    ...said,
    access: { permission: "catalog.write" },
    command: true,
    params,
    body: terms.omit({ [id]: true } as never) as z.ZodObject,
    reply: z.object({ version: z.int(), [kind]: terms }),
    handle: async ({ env, caller, params: named, body, commandId }) =>
      unwrap(await commandCatalog(env, commandId, command({ ...body, ...named } as z.output<Terms>), caller.by)),
  });
  const history = endpoint({
    method: "get",
    path: `${path}/history`,
    tag,
    summary: `The versions of a ${kind}, newest first, with who made each`,
    access: reading,
    params,
    reply: catalogHistory,
    async handle({ env, params: named }) {
      const versions = await again(async () => catalogOf(env).history(kind, named[id] ?? ""));
      return { items: versions.map(({ atMs, terms: kept, ...version }) => ({ ...version, at: toInstant(atMs), terms: JSON.parse(kept) })) };
    },
  });
  return [define, history];
}

export const catalogRoutes = [
  listPackages,
  getCatalog,
  chooseRegion,
  listRegions,
  listGrades,
  ...versionRoutes({
    kind: "region",
    summary: "Define a region, or its next version",
    terms: region,
    id: "regionId",
    command: (terms) => ({ type: "DefineRegion", region: terms }),
  }),
  ...versionRoutes({
    kind: "grade",
    summary: "Define a grade, or its next version",
    terms: gradeTerms,
    id: "grade",
    command: (terms) => ({ type: "DefineGrade", grade: terms }),
  }),
  ...versionRoutes({
    kind: "package",
    summary: "Define a top-up package, or its next version",
    description: "An order keeps the terms of the version that it was made under.",
    terms: topupPackage,
    id: "packageId",
    codes: ["region_not_found", "package_terms_invalid"],
    command: (terms) => ({ type: "DefinePackage", package: terms }),
  }),
];
