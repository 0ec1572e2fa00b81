import type { CatalogCommand, CatalogEvent, Region, TopupPackage } from "@forecourt/contract/catalog";
import { canonicalJson } from "@forecourt/contract/movement";
import { rejected } from "@forecourt/contract/result";
import { accepted, defineActor } from "../runtime/definition.ts";

/** The newest version of everything on offer. */
export interface CatalogState {
  readonly regions: Readonly<Record<string, { readonly version: number; readonly region: Region }>>;
  readonly packages: Readonly<Record<string, { readonly version: number; readonly package: TopupPackage }>>;
}

const PACKAGES_MAX = 500;
const REGIONS_MAX = 100;

/** Regions and packages. Defining one again makes its next version; the same again changes nothing. */
export const catalog = defineActor<CatalogState, CatalogCommand, CatalogEvent>({
  kind: "catalog",
  initial: () => ({ regions: {}, packages: {} }),
  decide(state, command) {
    switch (command.type) {
      case "DefineRegion": {
        const known = state.regions[command.region.regionId];
        if (known !== undefined && canonicalJson(known.region) === canonicalJson(command.region)) return accepted([], () => known);
        if (known === undefined && Object.keys(state.regions).length >= REGIONS_MAX)
          return rejected("validation_failed", { regionsMax: REGIONS_MAX });
        const version = (known?.version ?? 0) + 1;
        return accepted([{ type: "RegionDefined", version, region: command.region }], () => ({ version, region: command.region }));
      }
      case "DefinePackage": {
        if (state.regions[command.package.regionId] === undefined)
          return rejected("region_not_found", { regionId: command.package.regionId });
        const known = state.packages[command.package.packageId];
        if (known !== undefined && canonicalJson(known.package) === canonicalJson(command.package)) return accepted([], () => known);
        if (known === undefined && Object.keys(state.packages).length >= PACKAGES_MAX)
          return rejected("validation_failed", { packagesMax: PACKAGES_MAX });
        const version = (known?.version ?? 0) + 1;
        return accepted([{ type: "PackageDefined", version, package: command.package }], () => ({ version, package: command.package }));
      }
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case "RegionDefined":
        return { ...state, regions: { ...state.regions, [event.region.regionId]: { version: event.version, region: event.region } } };
      case "PackageDefined":
        return { ...state, packages: { ...state.packages, [event.package.packageId]: { version: event.version, package: event.package } } };
    }
  },
  assert: () => undefined,
  timers: () => [],
  deliveries: () => [],
  publish: (event) => event,
  upcast: (stored) => stored as CatalogEvent,
  stateVersion: 1,
});
