import { type Books, isTopup, type Movement, type OrderEvent, type Story, Unsettled } from "./journals.ts";

/**
 * The figures of the dashboard, counted anew from the journals, by somebody who knows what each of them means and nothing of
 * how the product keeps them: no hour rows, no days added up before, no code of theirs.
 *
 * Each answers in the shape of the reply that it is compared with; a breakdown has a line only where there is something to tell.
 */

/** What the reply says that it covers, and in which periods. Instants as milliseconds. */
interface Asked {
  readonly timeZone: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly buckets: readonly { readonly from: string; readonly to: string }[];
  readonly nowMs: number;
}

const RETENTION_DAYS = [1, 7, 30] as const;
const DAY_MS = 86_400_000;
/** For longer ranges the dashboard does not tell who was active at which station. */
const PLACES_DAYS_MAX = 31;

interface Fill {
  readonly driver: Driver;
  readonly atMs: number;
  readonly stationId: string;
  readonly grade: string;
  readonly volumeMl: number;
  readonly amountMinor: number;
  readonly isFirst: boolean;
}

interface Topup {
  readonly provider: string;
  readonly packageId: string | null;
  readonly requestedAtMs: number;
  /** When it was given up, unless it was paid after all. */
  readonly unpaidAtMs: number | null;
  readonly paid: { readonly atMs: number; readonly principalMinor: number; readonly bonusMinor: number } | null;
  /** Sent back, and what turned out not to have been. */
  readonly refunds: readonly { readonly atMs: number; readonly count: 1 | -1; readonly principalMinor: number }[];
}

interface Driver {
  readonly registeredAtMs: number;
  /** When they topped up or filled. */
  readonly activeAtMs: readonly number[];
  readonly everToppedUp: boolean;
  readonly everFueled: boolean;
}

/** What all books of a currency say, once for all ranges. */
export class Recount {
  readonly #drivers: Driver[] = [];
  readonly #fills: Fill[] = [];
  readonly #topups: Topup[] = [];
  readonly #movements: Movement[] = [];
  readonly #held = { principalMinor: 0, bonusMinor: 0, debtMinor: 0, wallets: 0 };

  constructor(books: readonly Books[], currency: string) {
    for (const book of books) if (book.currency === currency) this.#read(book);
  }

  /** As `GET /v1/operator/overview` tells it. */
  overview(asked: Asked) {
    return {
      totals: this.#figures(asked),
      buckets: asked.buckets.map((bucket) => ({ ...bucket, ...this.#figures(spanOf(bucket)) })),
      byStation: grouped(
        this.#fillsIn(asked),
        ({ stationId }) => stationId,
        (stationId, fills) => ({ stationId, ...sold(fills) }),
      ),
      byGrade: grouped(
        this.#fillsIn(asked),
        ({ grade }) => grade,
        (grade, fills) => ({ grade, ...sold(fills) }),
      ),
      liability: { ...this.#held },
    };
  }

  /** As `GET /v1/operator/reports/prepaid-fund` tells it: what was owed when the period began, what moved in it, and what was owed then. */
  fund(span: Span) {
    const flows = grouped(
      this.#movements.filter(({ atMs }) => within(atMs, span)),
      // Late or not, it is money that has come in.
      ({ kind }) => (isTopup(kind) ? "topup" : kind),
      (kind, of) => ({ kind, ...owed(of), count: of.length }),
    );
    const principal = (...kinds: readonly string[]) =>
      sum(
        flows.filter(({ kind }) => kinds.includes(kind)),
        ({ principalMinor }) => principalMinor,
      );
    const inMinor = principal("topup", "payment_credit");
    const spentMinor = 0 - principal("fueling", "debt_payment");
    const refundedMinor = 0 - principal("refund", "refund_returned", "chargeback", "chargeback_returned");
    const opening = owed(this.#movements.filter(({ atMs }) => atMs < span.fromMs));
    const closing = owed(this.#movements.filter(({ atMs }) => atMs < span.toMs));
    const otherMinor = closing.principalMinor - opening.principalMinor - inMinor + spentMinor + refundedMinor;
    return { opening, closing, flows, inMinor, spentMinor, refundedMinor, otherMinor };
  }

  /** As `GET /v1/operator/analytics/drivers` tells it. */
  drivers(asked: Asked) {
    const signedUp = this.#drivers.filter(({ registeredAtMs }) => within(registeredAtMs, asked));
    const { dayOf } = clockOf(asked.timeZone);
    const today = dayOf(asked.nowMs);
    const days = new Set<number>();
    for (let day = dayOf(asked.fromMs); day <= dayOf(asked.toMs - 1); day += DAY_MS) days.add(day);
    return {
      registered: signedUp.length,
      active: this.#activeIn(asked),
      buckets: asked.buckets.map((bucket) => ({
        ...bucket,
        registered: this.#drivers.filter(({ registeredAtMs }) => within(registeredAtMs, spanOf(bucket))).length,
        active: this.#activeIn(spanOf(bucket)),
      })),
      cohorts: [...days].map((day) => {
        const cohort = this.#drivers.filter(({ registeredAtMs }) => dayOf(registeredAtMs) === day);
        const active = cohort.map(({ activeAtMs }) => new Set(activeAtMs.map((atMs) => (dayOf(atMs) - day) / DAY_MS)));
        const back = (is: (ages: ReadonlySet<number>) => boolean) => active.filter(is).length;
        return {
          day: dateOf(day),
          registered: cohort.length,
          back: RETENTION_DAYS.map((age) => ({
            days: age,
            on: day + age * DAY_MS >= today ? null : back((ages) => ages.has(age)),
            within: day + age * DAY_MS >= today ? null : back((ages) => [...ages].some((one) => one >= 1 && one <= age)),
          })),
        };
      }),
      funnel: {
        registered: signedUp.length,
        toppedUp: signedUp.filter(({ everToppedUp }) => everToppedUp).length,
        fueled: signedUp.filter(({ everFueled }) => everFueled).length,
      },
      places: grouped(
        this.#fillsIn(asked),
        ({ stationId }) => stationId,
        (stationId, fills) => ({
          stationId,
          newcomers: fills.filter(({ isFirst }) => isFirst).length,
          active: days.size > PLACES_DAYS_MAX ? null : new Set(fills.map(({ driver }) => driver)).size,
          fuelings: fills.length,
        }),
      ),
    };
  }

  /** As `GET /v1/operator/analytics/habits` tells it. */
  habits(asked: Asked) {
    const fills = this.#fillsIn(asked);
    const { toppedUpMinor, topups } = this.#figures(asked);
    const { weekdayOf, hourOf } = clockOf(asked.timeZone);
    return {
      ...sold(fills),
      topups,
      toppedUpMinor,
      grades: grouped(
        fills,
        ({ grade }) => grade,
        (grade, some) => ({ grade, ...sold(some) }),
      ),
      rhythm: grouped(
        fills,
        ({ atMs }) => `${weekdayOf(atMs)} ${hourOf(atMs)}`,
        (key, some) => {
          const [weekday = 0, hour = 0] = key.split(" ").map(Number);
          const { fuelings, fueledMinor } = sold(some);
          return { weekday, hour, fuelings, fueledMinor };
        },
      ),
    };
  }

  /** As `GET /v1/operator/analytics/payments` tells it. */
  payments(asked: Asked) {
    return {
      totals: ordered(this.#topups, asked),
      buckets: asked.buckets.map((bucket) => ({ ...bucket, ...ordered(this.#topups, spanOf(bucket)) })),
      byProvider: grouped(
        this.#topups,
        ({ provider }) => provider,
        (provider, some) => ({ provider, ...ordered(some, asked) }),
      ),
      byPackage: grouped(
        this.#topups,
        ({ packageId }) => packageId ?? "",
        (packageId, some) => ({
          packageId: packageId === "" ? null : packageId,
          ...ordered(some, asked),
        }),
      ),
    };
  }

  /** What a station's own page tells of each grade since it began. */
  station(stationId: string) {
    const fills = this.#fills.filter((fill) => fill.stationId === stationId);
    return grouped(
      fills,
      ({ grade }) => grade,
      (grade, some) => {
        const { fuelings, fueledMinor, volumeMl } = sold(some);
        return { grade, volumeMl, amountMinor: fueledMinor, count: fuelings };
      },
    );
  }

  get held() {
    return this.#held;
  }

  #read({ registeredAtMs, movements, topups }: Books): void {
    const filled = movements.flatMap(({ atMs, kind, fueling }) => (kind === "fueling" && fueling !== undefined ? [{ atMs, fueling }] : []));
    const paidFor = movements.filter(({ kind }) => isTopup(kind));
    const driver: Driver = {
      registeredAtMs,
      activeAtMs: [...filled, ...paidFor].map(({ atMs }) => atMs),
      everToppedUp: paidFor.length > 0,
      everFueled: filled.length > 0,
    };
    this.#drivers.push(driver);
    for (const [index, { atMs, fueling }] of filled.entries()) this.#fills.push({ ...fueling, driver, atMs, isFirst: index === 0 });
    const money = new Map(paidFor.map((movement) => [movement.sourceId, movement]));
    for (const story of topups) this.#topups.push(topupOf(story, money));
    this.#movements.push(...movements);
    for (const part of ["principalMinor", "bonusMinor", "debtMinor"] as const)
      this.#held[part] += movements.reduce((sum, movement) => sum + movement[part], 0);
    this.#held.wallets += 1;
  }

  #fillsIn(span: Span): readonly Fill[] {
    return this.#fills.filter(({ atMs }) => within(atMs, span));
  }

  #activeIn(span: Span): number {
    return this.#drivers.filter(({ activeAtMs }) => activeAtMs.some((atMs) => within(atMs, span))).length;
  }

  #figures(span: Span) {
    const { requested: _, unpaid, ...paid } = ordered(this.#topups, span);
    return {
      ...paid,
      ...sold(this.#fillsIn(span)),
      topupsEnded: paid.topups + unpaid,
      registered: this.#drivers.filter(({ registeredAtMs }) => within(registeredAtMs, span)).length,
      activeDrivers: this.#activeIn(span),
    };
  }
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** An order's story: what it asked for and what became of it; the money is what the statement says. */
function topupOf({ orderId, events }: Story, money: ReadonlyMap<string, Movement>): Topup {
  const first = (type: string) => events.find((event) => event.type === type);
  const requested = first("TopupRequested");
  if (requested === undefined) throw new Error(`the journal does not say that ${orderId} was asked for`);
  const paid = money.get(orderId);
  if ((paid === undefined) !== (first("TopupPaid") === undefined)) throw new Unsettled(`${orderId} was paid between two looks at it`);
  const givenUp = first("TopupCancelled") ?? first("TopupExpired");
  const asked = new Map(
    events
      .filter(({ type }) => type === "RefundRequested")
      .map(({ facts }) => [facts.refundId, Math.abs(numberAt(facts, "principalMinor"))] as const),
  );
  const refunds = events.flatMap(({ atMs, type, facts }): Topup["refunds"] => {
    const principalMinor = asked.get(facts.refundId ?? "") ?? 0;
    if (type === "RefundSucceeded" || type === "RefundSucceededLate") return [{ atMs, count: 1, principalMinor }];
    if (type === "RefundUndone") return [{ atMs, count: -1, principalMinor }];
    return [];
  });
  return {
    provider: String(requested.facts.provider),
    packageId: typeof requested.facts.packageId === "string" ? requested.facts.packageId : null,
    requestedAtMs: requested.atMs,
    unpaidAtMs: paid === undefined ? (givenUp?.atMs ?? null) : null,
    paid: paid ?? null,
    refunds,
  };
}

function ordered(topups: readonly Topup[], span: Span) {
  const paid = topups.flatMap((topup) => (topup.paid !== null && within(topup.paid.atMs, span) ? [topup.paid] : []));
  const refunds = topups.flatMap((topup) => topup.refunds.filter(({ atMs }) => within(atMs, span)));
  return {
    requested: topups.filter(({ requestedAtMs }) => within(requestedAtMs, span)).length,
    topups: paid.length,
    toppedUpMinor: sum(paid, ({ principalMinor }) => principalMinor),
    bonusMinor: sum(paid, ({ bonusMinor }) => bonusMinor),
    unpaid: topups.filter(({ unpaidAtMs }) => unpaidAtMs !== null && within(unpaidAtMs, span)).length,
    refunds: sum(refunds, ({ count }) => count),
    refundedMinor: sum(refunds, ({ count, principalMinor }) => count * principalMinor),
  };
}

function sold(fills: readonly Fill[]) {
  return {
    fueledMinor: sum(fills, ({ amountMinor }) => amountMinor),
    fuelings: fills.length,
    volumeMl: sum(fills, ({ volumeMl }) => volumeMl),
  };
}

function grouped<Item, Line>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  lineOf: (key: string, items: readonly Item[]) => Line,
): readonly Line[] {
  return [...Map.groupBy(items, keyOf)].map(([key, group]) => lineOf(key, group));
}

const owed = (movements: readonly Movement[]) => ({
  principalMinor: sum(movements, ({ principalMinor }) => principalMinor),
  bonusMinor: sum(movements, ({ bonusMinor }) => bonusMinor),
  debtMinor: sum(movements, ({ debtMinor }) => debtMinor),
});
const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number => items.reduce((total, item) => total + of(item), 0);
const within = (atMs: number, { fromMs, toMs }: Span): boolean => atMs >= fromMs && atMs < toMs;
const spanOf = ({ from, to }: { readonly from: string; readonly to: string }): Span => ({ fromMs: Date.parse(from), toMs: Date.parse(to) });

function numberAt(facts: OrderEvent["facts"], name: string): number {
  const value = facts[name];
  if (typeof value !== "number") throw new Error(`an event has no ${name}`);
  return value;
}

/** `2026-11-26`. @param day midnight, UTC, of the date */
const dateOf = (day: number): string => new Date(day).toISOString().slice(0, 10);

/** The date on which an instant falls in a zone. */
export const dateIn = (at: string, timeZone: string): string => dateOf(clockOf(timeZone).dayOf(Date.parse(at)));

/** The clocks of a zone. Days are told apart by the midnight, UTC, of their date. */
function clockOf(timeZone: string) {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short", timeStyle: "short", hourCycle: "h23" });
  const read = (atMs: number) => {
    const [date = "", time = ""] = format.format(atMs).split(", ");
    return { dayMs: Date.parse(`${date}T00:00:00Z`), hour: Number(time.slice(0, 2)) };
  };
  return {
    dayOf: (atMs: number) => read(atMs).dayMs,
    hourOf: (atMs: number) => read(atMs).hour,
    /** Monday is 0. */
    weekdayOf: (atMs: number) => (new Date(read(atMs).dayMs).getUTCDay() + 6) % 7,
  };
}
