import type { AccountEvent } from "@forecourt/contract/account";
import type { AuditEvent } from "@forecourt/contract/audit";
import type { CatalogEvent } from "@forecourt/contract/catalog";
import type { ActorRef, RuntimeEvent } from "@forecourt/contract/commit";
import type { ExportEvent } from "@forecourt/contract/exports";
import type { IdentityEvent } from "@forecourt/contract/identity";
import type { OperatorEvent } from "@forecourt/contract/operator";
import type { PaymentEvent } from "@forecourt/contract/payments";
import type { SecurityEvent } from "@forecourt/contract/security";
import type { StationEvent } from "@forecourt/contract/station";
import type { StockEvent } from "@forecourt/contract/stock";
import type { WalletEvent } from "@forecourt/contract/wallet";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Writes } from "./writes.ts";

/** Every event that an actor may publish. A new subject adds its own. */
export type PublishedEvent =
  | WalletEvent
  | StationEvent
  | IdentityEvent
  | CatalogEvent
  | AccountEvent
  | AuditEvent
  | StockEvent
  | PaymentEvent
  | OperatorEvent
  | ExportEvent
  | SecurityEvent
  | RuntimeEvent;

/** Where an event stands. */
export interface Place {
  readonly actor: ActorRef;
  readonly seq: number;
  /** Its number within its commit. */
  readonly index: number;
  readonly atMs: number;
  /** All events of its commit. */
  readonly events: readonly PublishedEvent[];
}

/** How a module's read models follow the events: by event type, what to write. Reads nothing; each event arrives once, in order. */
export type Handlers = {
  readonly [Type in PublishedEvent["type"]]?: (event: Extract<PublishedEvent, { type: Type }>, place: Place, writes: Writes) => void;
};

/**
 * Whose journal has to be applied to its end before an event is: by event type. What the event does to rows that another actor has
 * brought can't be done before they are there, and a rebuild reads journals in no order.
 */
export type Precedents = {
  readonly [Type in PublishedEvent["type"]]?: (event: Extract<PublishedEvent, { type: Type }>) => ActorRef;
};

/** A module's read models. */
export interface Projection {
  /** What a rebuild empties. */
  readonly tables: readonly SQLiteTable[];
  readonly handlers: Handlers;
}
