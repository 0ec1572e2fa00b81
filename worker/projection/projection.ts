import type { AccountEvent } from "@forecourt/contract/account";
import type { CatalogEvent } from "@forecourt/contract/catalog";
import type { ActorRef, RuntimeEvent } from "@forecourt/contract/commit";
import type { IdentityEvent } from "@forecourt/contract/identity";
import type { StationEvent } from "@forecourt/contract/station";
import type { WalletEvent } from "@forecourt/contract/wallet";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Writes } from "./writes.ts";

/** Every event that an actor may publish. A new subject adds its own. */
export type PublishedEvent = WalletEvent | StationEvent | IdentityEvent | CatalogEvent | AccountEvent | RuntimeEvent;

/** Where an event stands. */
export interface Place {
  readonly actor: ActorRef;
  readonly seq: number;
  /** Its number within its commit. */
  readonly index: number;
  readonly atMs: number;
}

/** How a module's read models follow the events: by event type, what to write. Reads nothing; each event arrives once, in order. */
export type Handlers = {
  readonly [Type in PublishedEvent["type"]]?: (event: Extract<PublishedEvent, { type: Type }>, place: Place, writes: Writes) => void;
};

/** A module's read models. */
export interface Projection {
  /** What a rebuild empties. */
  readonly tables: readonly SQLiteTable[];
  readonly handlers: Handlers;
}
