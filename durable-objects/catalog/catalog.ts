import {
  type CatalogCommand,
  type CatalogEvent,
  type GradeTerms,
  packageMisfit,
  type Region,
  type TopupPackage,
} from "@forecourt/contract/catalog";
import { canonicalJson } from "@forecourt/contract/movement";
import { rejected } from "@forecourt/contract/result";
import { accepted, defineActor } from "../runtime/definition.ts";

/** The newest version of everything on offer. */
export interface CatalogState {
  readonly regions: Readonly<Record<string, { readonly version: number; readonly region: Region }>>;
  readonly packages: Readonly<Record<string, { readonly version: number; readonly package: TopupPackage }>>;
  readonly grades: Readonly<Record<string, { readonly version: number; readonly grade: GradeTerms }>>;
}

const PACKAGES_MAX = 500;
const REGIONS_MAX = 100;
const GRADES_MAX = 100;

/** Regions and packages. Defining one again makes its next version; the same again changes nothing. */
export const catalog = defineActor<CatalogState, CatalogCommand, CatalogEvent>({
  kind: "catalog",
  initial: () => ({ regions: {}, packages: {}, grades: {} }),
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
      case "DefineGrade": {
        const known = state.grades[command.grade.grade];
        if (known !== undefined && canonicalJson(known.grade) === canonicalJson(command.grade)) return accepted([], () => known);
        if (known === undefined && Object.keys(state.grades).length >= GRADES_MAX)
          return rejected("validation_failed", { gradesMax: GRADES_MAX });
        const version = (known?.version ?? 0) + 1;
        return accepted([{ type: "GradeDefined", version, grade: command.grade }], () => ({ version, grade: command.grade }));
      }
      case "DefinePackage": {
        if (state.regions[command.package.regionId] === undefined)
          return rejected("region_not_found", { regionId: command.package.regionId });
        const known = state.packages[command.package.packageId];
        if (known !== undefined && canonicalJson(known.package) === canonicalJson(command.package)) return accepted([], () => known);
        if (known === undefined && Object.keys(state.packages).length >= PACKAGES_MAX)
          return rejected("validation_failed", { packagesMax: PACKAGES_MAX });
        const misfit = packageMisfit(command.package);
        if (misfit !== null) return rejected("package_terms_invalid", { misfit });
        const version = (known?.version ?? 0) + 1;
        return accepted([{ type: "PackageDefined", version, package: command.package }], () => ({ version, package: command.package }));
      }
      case "WithdrawPackage": {
        const known = state.packages[command.packageId];
        if (known === undefined) return rejected("package_not_found");
        if (!known.package.onSale) return accepted([], () => known);
        const withdrawn = { version: known.version + 1, package: { ...known.package, onSale: false } };
        return accepted([{ type: "PackageDefined", ...withdrawn }], () => withdrawn);
      }
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case "RegionDefined":
        return { ...state, regions: { ...state.regions, [event.region.regionId]: { version: event.version, region: event.region } } };
      case "GradeDefined":
        return { ...state, grades: { ...state.grades, [event.grade.grade]: { version: event.version, grade: event.grade } } };
      case "PackageDefined":
        return { ...state, packages: { ...state.packages, [event.package.packageId]: { version: event.version, package: event.package } } };
    }
  },
  assert: () => undefined,
  timers: () => [],
  deliveries: () => [],
  aspect(state, command) {
    switch (command.type) {
      case "DefineRegion":
        return state.regions[command.region.regionId];
      case "DefineGrade":
        return state.grades[command.grade.grade];
      case "DefinePackage":
        return state.packages[command.package.packageId];
      case "WithdrawPackage":
        return state.packages[command.packageId];
    }
  },
  publish: (event) => event,
  upcast: (stored) => stored as CatalogEvent,
  stateVersion: 2,
  upcastState: (stored, version) => (version === 1 ? { grades: {}, ...(stored as Omit<CatalogState, "grades">) } : null),
});
