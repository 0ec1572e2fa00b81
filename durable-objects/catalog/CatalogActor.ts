import type { By } from "@forecourt/contract/audit";
import type { CatalogCommand, CatalogEvent, CatalogKind, CatalogVersion } from "@forecourt/contract/catalog";
import type { Commit, JournalPage, RuntimeEvent } from "@forecourt/contract/commit";
import type { Result } from "@forecourt/contract/result";
import type { ActorEnv } from "../env.ts";
import { HostedActor } from "../runtime/actor.ts";
import type { EventShape } from "../runtime/definition.ts";
import { ActorHost } from "../runtime/host.ts";
import { worldOf } from "../world.ts";
import { type CatalogState, catalog } from "./catalog.ts";

const HISTORY_MAX = 100;
/** Pages of the journal read for it: the catalog changes by hand. */
const HISTORY_PAGES = 50;

/** The catalog's Durable Object; there is one. */
export class CatalogActor extends HostedActor<ActorEnv> {
  readonly host: ActorHost<CatalogState, CatalogCommand, CatalogEvent, never>;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, catalog, { ...worldOf(env), send: async () => null });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  execute(commandId: string, command: CatalogCommand, by?: By): Result<unknown> {
    return this.host.execute(commandId, command, command, by);
  }

  /** Every region in its newest version, by id. */
  regions(): readonly CatalogState["regions"][string][] {
    return byId(this.host.state.regions);
  }

  /** Every grade in its newest version, by id. */
  grades(): readonly CatalogState["grades"][string][] {
    return byId(this.host.state.grades);
  }

  /** Every package in its newest version, withdrawn ones too, by id. */
  packages(): readonly CatalogState["packages"][string][] {
    return byId(this.host.state.packages);
  }

  /** A package in its newest version; null when there is none. */
  packageOf(packageId: string): CatalogState["packages"][string] | null {
    return this.host.state.packages[packageId] ?? null;
  }

  /** The versions of a region, a grade or a package, newest first; the last hundred. */
  history(kind: CatalogKind, id: string): readonly CatalogVersion[] {
    const versions: CatalogVersion[] = [];
    for (let from: number | null = 0, page = 0; from !== null && page < HISTORY_PAGES; page++) {
      const { commits, nextAfterSeq }: JournalPage<EventShape> = this.host.journal(from);
      versions.push(...commits.flatMap((commit) => versionsIn(commit, kind, id)));
      from = nextAfterSeq;
    }
    return versions.slice(-HISTORY_MAX).reverse();
  }
}

function byId<Entry>(entries: Readonly<Record<string, Entry>>): readonly Entry[] {
  return Object.keys(entries)
    .sort()
    .flatMap((id) => entries[id] ?? []);
}

function versionsIn({ atMs, events }: Commit<EventShape>, kind: CatalogKind, id: string): readonly CatalogVersion[] {
  const acted = (events as readonly RuntimeEvent[]).find((event) => event.type === "OperatorActed");
  const who = { operator: acted?.by.email ?? null, reason: acted?.by.reason ?? null };
  return (events as readonly CatalogEvent[]).flatMap((event) => {
    const found = termsOf(event);
    return found?.kind === kind && found.id === id ? { version: event.version, atMs, ...who, terms: JSON.stringify(found.terms) } : [];
  });
}

function termsOf(event: CatalogEvent): { readonly kind: CatalogKind; readonly id: string; readonly terms: object } | null {
  switch (event.type) {
    case "RegionDefined":
      return { kind: "region", id: event.region.regionId, terms: event.region };
    case "GradeDefined":
      return { kind: "grade", id: event.grade.grade, terms: event.grade };
    case "PackageDefined":
      return { kind: "package", id: event.package.packageId, terms: event.package };
    default:
      // The runtime's own.
      return null;
  }
}
