import { setTimeout as wait } from "node:timers/promises";
import { compare, type Difference, flatten } from "./compare.ts";
import { type Ask, type Books, type Journals, Unsettled } from "./journals.ts";
import { dateIn, Recount } from "./recount.ts";

/**
 * Whether the dashboard says what the journals say. Its figures are taken first, then the books are read, which by then know more: a
 * reply is right when it is what the journals said at some moment of the last few seconds, since what happens arrives in the
 * lists a little later. Where two wallets' news arrive in the other order there may be no such moment: only what still differs after
 * some attempts is wrong.
 */

/** What came of one look at all figures. */
export interface Look {
  readonly figures: number;
  readonly differences: readonly Difference[];
  readonly attempts: number;
  readonly drivers: number;
  readonly movements: number;
  /** How far back the journals had to be read for the reply that was furthest behind. */
  readonly behindMs: number;
  /** The sums of the last 24 hours, for people. */
  readonly today: readonly { readonly figure: string; readonly dashboard: number | null; readonly journals: number | null }[];
}

/** A reply, and what it has to be at a moment. */
interface View {
  readonly name: string;
  readonly told: unknown;
  counted(at: Moments): object;
}
interface Figures {
  readonly currency: string;
  readonly timeZone: string;
  readonly from: string;
  readonly to: string;
  readonly buckets?: readonly { readonly from: string; readonly to: string }[];
  readonly cohorts?: readonly { readonly day: string }[];
}
interface Station {
  readonly stationId: string;
  readonly currency: string;
  readonly totals: readonly object[];
}
interface Liability {
  readonly byCurrency: readonly { readonly currency: string }[];
}
interface Report {
  readonly from: string;
  readonly to: string;
  readonly custody: object;
}
/** The recount of a currency at the moment in question. */
type Moments = (currency: string) => Recount;

const SETTLES_MS = 45_000;
const AGAIN_MS = 500;
/** Nothing is under way to the lists for longer. */
const BEHIND_MS_MAX = 30_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SUBJECTS = ["overview", "analytics/drivers", "analytics/habits", "analytics/payments"] as const;
const TODAY = "overview by hour";
/** Wallets' journals know nothing of alerts. */
const LEFT_OUT = ["alerts"];

/** Looks until both agree, or until what differs has had the time to settle. */
export async function look(ask: Ask, journals: Journals, settlesMs = SETTLES_MS): Promise<Look> {
  const deadlineMs = performance.now() + settlesMs;
  for (let attempts = 1; ; attempts++) {
    const seen = await lookOnce(ask, journals);
    if (seen?.differences.length === 0) return { ...seen, attempts };
    if (performance.now() > deadlineMs) {
      if (seen !== null) return { ...seen, attempts };
      throw new Error(`the lists have lacked a paid order for ${settlesMs / 1000} s`);
    }
    await wait(AGAIN_MS);
  }
}

/** @returns null when the books can't be read yet */
async function lookOnce(ask: Ask, journals: Journals): Promise<Omit<Look, "attempts"> | null> {
  const askedAtMs = Date.now();
  const views = await viewsAt(ask, askedAtMs);
  const books = await journals.read().catch((error: unknown) => {
    if (error instanceof Unsettled) return null;
    throw error;
  });
  if (books === null) return null;
  const moments = momentsOf(books, askedAtMs);
  const held = views.map((view) => hold(view, moments));
  return {
    figures: held.reduce((sum, { figures }) => sum + figures, 0),
    differences: held.flatMap(({ differences }) => differences),
    drivers: books.length,
    movements: books.reduce((sum, { movements }) => sum + movements.length, 0),
    behindMs: Math.max(0, ...held.map(({ atMs }) => askedAtMs - atMs)),
    today: held.find(({ name }) => name === TODAY)?.lines ?? [],
  };
}

/** Holds a reply against each moment, the newest first. @returns what differs at the last of all when there is no such moment */
function hold({ name, told, counted }: View, moments: readonly Moment[]) {
  const dashboard = flatten(told, LEFT_OUT);
  let differences: readonly Difference[] = [];
  for (const { atMs, recountOf } of moments) {
    const journals = countedOrNull(() => flatten(counted(recountOf), LEFT_OUT));
    if (journals === null) continue;
    const found = compare(dashboard, journals);
    if (differences.length === 0) differences = found.map((one) => ({ ...one, figure: `${name}: ${one.figure}` }));
    if (found.length > 0) continue;
    const lines = [...journals]
      .filter(([figure]) => !figure.startsWith("buckets"))
      .map(([figure, value]) => ({ figure, dashboard: dashboard.get(figure) ?? null, journals: value }));
    return { name, figures: dashboard.size, differences: [], atMs, lines };
  }
  return { name, figures: dashboard.size, differences, atMs: Number.POSITIVE_INFINITY, lines: [] };
}

interface Moment {
  /** Up to and with which the journals count. */
  readonly atMs: number;
  readonly recountOf: Moments;
}

/** All that is in the books, and what was before each event of the last seconds. */
function momentsOf(books: readonly Books[], askedAtMs: number): readonly Moment[] {
  const times = books.flatMap(({ registeredAtMs, movements, topups }) => [
    registeredAtMs,
    ...movements.map(({ atMs }) => atMs),
    ...topups.flatMap(({ events }) => events.map(({ atMs }) => atMs)),
  ]);
  const recent = [...new Set(times)].filter((atMs) => atMs > askedAtMs - BEHIND_MS_MAX).sort((a, b) => b - a);
  return [Number.POSITIVE_INFINITY, ...recent.map((atMs) => atMs - 1)].map((atMs) => {
    const recounts = new Map<string, Recount>();
    const recountOf = (currency: string) => {
      const made = recounts.get(currency) ?? new Recount(upTo(books, atMs), currency);
      recounts.set(currency, made);
      return made;
    };
    return { atMs, recountOf };
  });
}

function upTo(books: readonly Books[], untilMs: number): readonly Books[] {
  const isThen = ({ atMs }: { readonly atMs: number }) => atMs <= untilMs;
  return books
    .filter(({ registeredAtMs }) => registeredAtMs <= untilMs)
    .map((book) => ({
      ...book,
      movements: book.movements.filter(isThen),
      topups: book.topups.map((story) => ({ ...story, events: story.events.filter(isThen) })).filter(({ events }) => events.length > 0),
    }));
}

/** @returns null for a moment at which the books, read one after the other, are not of one piece */
function countedOrNull<Counted>(count: () => Counted): Counted | null {
  try {
    return count();
  } catch (error) {
    if (error instanceof Unsettled) return null;
    throw error;
  }
}

/** Today by the hour, the last days, the last year: each of them is read in another way by the product. */
async function viewsAt(ask: Ask, nowMs: number): Promise<readonly View[]> {
  const ranges = [
    [1, "hour"],
    [30, "day"],
    [364, "month"],
  ] as const;
  const figures = ranges.flatMap(([days, by]) =>
    SUBJECTS.map(async (subject): Promise<View> => {
      const query = new URLSearchParams({ from: new Date(nowMs - days * DAY_MS).toISOString(), to: new Date(nowMs).toISOString(), by });
      const told = await ask<Figures>(`/v1/operator/${subject}?${query}`);
      return { name: `${subject} by ${by}`, told: inDates(told), counted: (at) => countedFor(subject, told, nowMs, at(told.currency)) };
    }),
  );
  const { items } = await ask<{ readonly items: readonly { readonly stationId: string }[] }>("/v1/operator/stations?limit=100");
  const stations = items.map(async ({ stationId }): Promise<View> => {
    const { currency, totals } = await ask<Station>(`/v1/operator/stations/${stationId}`);
    return { name: `station ${stationId}`, told: { totals }, counted: (at) => ({ totals: at(currency).station(stationId) }) };
  });
  const { byCurrency } = await ask<Liability>("/v1/operator/liability");
  const liability = byCurrency.map(
    ({ currency, ...told }): View => ({
      name: `liability ${currency}`,
      told,
      counted(at) {
        const { wallets, ...balances } = at(currency).held;
        return { ...balances, recount: { ...balances, wallets } };
      },
    }),
  );
  const funds = byCurrency.flatMap(({ currency }) =>
    periodsAt(nowMs).map(async (period): Promise<View> => {
      const report = await ask<Report>(`/v1/operator/reports/prepaid-fund?period=${period}&currency=${currency}`);
      const { from, to, custody: _, ...told } = report;
      return {
        name: `fund ${currency} ${period}`,
        told,
        counted: (at) => at(currency).fund({ fromMs: Date.parse(from), toMs: Date.parse(to) }),
      };
    }),
  );
  return [...(await Promise.all(figures)), ...(await Promise.all(stations)), ...liability, ...(await Promise.all(funds))];
}

/** A month, the month before it, and the quarter: what was owed when each began and ended is what was owed at those times. */
function periodsAt(nowMs: number): readonly string[] {
  const now = new Date(nowMs);
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const months = [new Date(Date.UTC(year, month - 1, 1)), now].map((date) => date.toISOString().slice(0, 7));
  return [...months, `${year}-Q${Math.floor(month / 3) + 1}`];
}

function countedFor(subject: (typeof SUBJECTS)[number], told: Figures, nowMs: number, recount: Recount): object {
  const { timeZone, from, to, buckets = [] } = told;
  const asked = { timeZone, fromMs: Date.parse(from), toMs: Date.parse(to), buckets, nowMs };
  switch (subject) {
    case "overview":
      return recount.overview(asked);
    case "analytics/drivers":
      return recount.drivers(asked);
    case "analytics/habits":
      return recount.habits(asked);
    case "analytics/payments":
      return recount.payments(asked);
    default:
      return subject satisfies never;
  }
}

/** Cohorts go by their date. */
function inDates(told: Figures): object {
  if (told.cohorts === undefined) return told;
  return { ...told, cohorts: told.cohorts.map((cohort) => ({ ...cohort, day: dateIn(cohort.day, told.timeZone) })) };
}
