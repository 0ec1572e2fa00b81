import { HOUR_MS } from "@forecourt/contract/periods";
import type { Balances } from "@forecourt/contract/wallet";
import type { Place } from "../../projection/projection.ts";
import type { Statement, Writes } from "../../projection/writes.ts";
import { type Amounts, type Measure, measureNames, measures } from "./measures.ts";
import { figuresHourly, type Kind } from "./schema.ts";

/** The first millisecond of the hour. */
const hourOf = (atMs: number): number => Math.floor(atMs / HOUR_MS) * HOUR_MS;
const hourOfColumn = (column: string): string => `(${column} - ${column} % ${HOUR_MS})`;

/** What an hour's row is about, beside its hour. */
export interface Counted {
  readonly currency: string;
  readonly kind: Kind;
  readonly source: string;
  readonly product: string;
}

/** When, and of which wallet. */
type Where = Pick<Place, "actor" | "atMs">;

/** Adds to the figures of an hour. Those of one batch are added up first. */
export function count(writes: Writes, { atMs }: Where, { currency, kind, source, product }: Counted, amounts: Amounts): void {
  const hourMs = hourOf(atMs);
  writes.sum(figuresHourly, { hourMs, currency, kind, source, product }, amounts);
  reopen(writes, hourMs);
}

/** Adds to the figures of an hour what a top-up order is about: events after its first don't name its provider and package. */
export function countTopup(writes: Writes, { atMs }: Where, orderId: string, amounts: Amounts): void {
  const hourMs = hourOf(atMs);
  insertSums(writes, amounts, "SELECT ?, currency, 'topup', provider, coalesce(package_id, '')", "topups WHERE order_id = ?", [
    hourMs,
    orderId,
  ]);
  reopen(writes, hourMs);
}

/** An order that had been given up has been paid after all: when it was given up, one less was. */
export function countRevived(writes: Writes, orderId: string): void {
  const hour = hourOfColumn("closed_at_ms");
  const from = "topups WHERE order_id = ? AND state IN ('cancelled', 'expired')";
  insertSums(writes, { revived: 1 }, `SELECT ${hour}, currency, 'topup', provider, coalesce(package_id, '')`, from, [orderId]);
  reopenAt(writes, `SELECT ${hour} FROM ${from}`, orderId);
}

/** What a movement adds to all wallets together. */
export function changeOf({ principalMinor, bonusMinor, debtMinor }: Balances): Amounts {
  return { principalChangeMinor: principalMinor, bonusChangeMinor: bonusMinor, debtChangeMinor: debtMinor };
}

/** A wallet's balances have changed; its currency is looked up, since not every event names it. */
export function countBalance(writes: Writes, { actor, atMs }: Where, change: Balances): void {
  const hourMs = hourOf(atMs);
  insertSums(writes, changeOf(change), "SELECT ?, currency, 'driver', '', ''", "wallets WHERE wallet_id = ?", [hourMs, actor.id]);
  reopen(writes, hourMs);
}

/** What a fill's row says of its driver, before the wallet's own row is told of it: it is the mark of a driver who was active, too. */
export function ofWallet(walletId: string): Readonly<Record<"previousMs" | "openedAtMs", Statement>> {
  const column = (sql: string): Statement => ({ sql: `coalesce((SELECT ${sql} FROM wallets WHERE wallet_id = ?), 0)`, params: [walletId] });
  return { previousMs: column(hourOfColumn("active_at_ms")), openedAtMs: column("opened_at_ms") };
}

/** Marks the driver as active in this hour by a top-up. Before the wallet's own row is told, which says when they were active before. */
export function markActive(writes: Writes, { actor, atMs }: Where): void {
  const hourMs = hourOf(atMs);
  writes.run(
    `INSERT INTO active_hours (hour_ms, wallet_id, currency, previous_ms, opened_at_ms)
     SELECT ?, wallet_id, currency, coalesce(${hourOfColumn("active_at_ms")}, 0), opened_at_ms FROM wallets WHERE wallet_id = ?
     ON CONFLICT DO NOTHING`,
    hourMs,
    actor.id,
  );
  reopen(writes, hourMs);
}

/** The first of its kind in a driver's life: counted for the hour in which they signed up, and, with `here`, where it happened. */
export function countFirst(
  writes: Writes,
  { actor, atMs }: Where,
  of: "topup" | "fill",
  here?: { readonly stationId: string; readonly grade: string },
): void {
  const first = `wallets WHERE wallet_id = ? AND ${of === "topup" ? "first_topup_at_ms" : "first_fill_at_ms"} IS NULL`;
  const openedHour = hourOfColumn("opened_at_ms");
  const ever: Measure = of === "topup" ? "everToppedUp" : "everFueled";
  insertSums(writes, { [ever]: 1 }, `SELECT ${openedHour}, currency, 'driver', '', ''`, first, [actor.id]);
  reopenAt(writes, `SELECT ${openedHour} FROM ${first}`, actor.id);
  if (here === undefined) return;
  insertSums(writes, { newcomers: 1 }, "SELECT ?, currency, 'fill', ?, ?", first, [hourOf(atMs), here.stationId, here.grade, actor.id]);
}

/** A day that was added up is no longer what its hours say: whoever reads it next adds it up again. Costs nothing for today's. */
function reopen(writes: Writes, hourMs: number): void {
  writes.once("DELETE FROM closed_days WHERE day_ms <= ?1 AND until_ms > ?1", hourMs);
}

/** The same for an hour that only the data base knows; none reopens nothing. */
function reopenAt(writes: Writes, hour: string, id: string): void {
  writes.run(`DELETE FROM closed_days WHERE day_ms <= (${hour}) AND until_ms > (${hour})`, id, id);
}

/** @param bound of `select`, then of `from` */
function insertSums(writes: Writes, amounts: Amounts, select: string, from: string, bound: readonly (string | number)[]): void {
  const added = measureNames.filter((name) => amounts[name] !== undefined && amounts[name] !== 0);
  if (added.length === 0) return;
  const columns = added.map((name) => measures[name]);
  const inSelect = select.split("?").length - 1;
  writes.run(
    `INSERT INTO figures_hourly (hour_ms, currency, kind, source, product, ${columns.join(", ")})
     ${select}, ${added.map(() => "?").join(", ")} FROM ${from}
     ON CONFLICT DO UPDATE SET ${columns.map((column) => `${column} = ${column} + excluded.${column}`).join(", ")}`,
    ...bound.slice(0, inSelect),
    ...added.map((name) => amounts[name] ?? 0),
    ...bound.slice(inSelect),
  );
}
