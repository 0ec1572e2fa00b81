/** What the journals say, read through the public surface: each wallet's chain of movements, and each top-up order's events. */

/** A movement, as a wallet's statement has it. */
export interface Movement {
  readonly no: number;
  readonly atMs: number;
  readonly kind: string;
  readonly sourceId: string;
  readonly principalMinor: number;
  readonly bonusMinor: number;
  readonly debtMinor: number;
  readonly balance: Readonly<Record<"principalMinor" | "bonusMinor" | "debtMinor", number>>;
  readonly fueling?: { readonly stationId: string; readonly grade: string; readonly volumeMl: number; readonly amountMinor: number };
  readonly previousHash: string;
  readonly hash: string;
}

/** An event of a top-up order, from its wallet's journal. */
export interface OrderEvent {
  readonly atMs: number;
  readonly type: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

export interface Books {
  readonly driverId: string;
  readonly registeredAtMs: number;
  /** As the wallet itself says; null: it has not been opened. */
  readonly currency: string | null;
  /** Oldest first. */
  readonly movements: readonly Movement[];
  readonly topups: readonly Story[];
}

/** What became of a top-up order, oldest first. */
export interface Story {
  readonly orderId: string;
  readonly events: readonly OrderEvent[];
}

/** Something of the books has not been listed yet, or moved while it was read; it is worth reading again. */
export class Unsettled extends Error {
  override readonly name = "Unsettled";
}

/** Asks as an operator who may see everything. */
export type Ask = <Reply>(path: string) => Promise<Reply>;

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

interface OrderListed {
  readonly orderId: string;
  readonly walletId: string;
  readonly state: string;
}

const AT_ONCE = 8;
/** An order in another state may have more events at any time. */
const ENDED = new Set(["paid", "cancelled", "expired"]);

/**
 * Reads all books. What a book has said stays said, so a second reading asks only for what has come since, and checks that it
 * follows what was there.
 */
export class Journals {
  readonly #ask: Ask;
  readonly #movements = new Map<string, readonly Movement[]>();
  readonly #events = new Map<string, { readonly listed: string; readonly events: readonly OrderEvent[] }>();

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** @throws Unsettled @throws Error when a chain does not hold */
  async read(): Promise<readonly Books[]> {
    const drivers = await this.#pages<{ driverId: string; walletId: string; registeredAt: string }>("/v1/operator/drivers?");
    const orders = await this.#pages<OrderListed>("/v1/operator/orders?kind=topup&");
    const stories = new Map<string, Story[]>();
    await inTurns(orders, async (order) => {
      const story = { orderId: order.orderId, events: await this.#eventsOf(order) };
      stories.set(order.walletId, [...(stories.get(order.walletId) ?? []), story]);
    });
    const listed = new Set(orders.map(({ orderId }) => orderId));
    const books: Books[] = [];
    await inTurns(drivers, async ({ driverId, walletId, registeredAt }) => {
      const detail = await this.#ask<{ readonly wallet: { readonly currency: string } | null }>(`/v1/operator/drivers/${driverId}`);
      const movements = await this.#movementsOf(driverId);
      const missing = movements.find(({ kind, sourceId }) => isTopup(kind) && !listed.has(sourceId));
      if (missing !== undefined) throw new Unsettled(`the order ${missing.sourceId} is paid, and not listed`);
      books.push({
        driverId,
        registeredAtMs: Date.parse(registeredAt),
        currency: detail.wallet?.currency ?? null,
        movements,
        topups: stories.get(walletId) ?? [],
      });
    });
    return books;
  }

  async #movementsOf(driverId: string): Promise<readonly Movement[]> {
    const known = this.#movements.get(driverId) ?? [];
    const fresh: Movement[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: Page<Movement> = await this.#ask(`/v1/operator/drivers/${driverId}/statement?${paged(cursor)}`);
      fresh.push(...page.items.filter(({ no }) => no > known.length));
      cursor = page.items.some(({ no }) => no <= known.length) ? null : page.nextCursor;
    }
    const movements = [...known, ...fresh.reverse()];
    const broken = movements.find(({ no, previousHash }, at) => no !== at + 1 || (at > 0 && previousHash !== movements[at - 1]?.hash));
    if (broken !== undefined) throw new Error(`the statement of ${driverId} does not hold at movement ${broken.no}`);
    this.#movements.set(driverId, movements);
    return movements;
  }

  async #eventsOf({ orderId, state }: OrderListed): Promise<readonly OrderEvent[]> {
    const known = this.#events.get(orderId);
    if (known?.listed === state && ENDED.has(state)) return known.events;
    const { items, more } = await this.#ask<{
      readonly items: readonly {
        readonly at: string;
        readonly journal: string;
        readonly type: string;
        readonly facts: OrderEvent["facts"];
      }[];
      readonly more: boolean;
    }>(`/v1/operator/orders/${orderId}/timeline`);
    if (more) throw new Error(`the order ${orderId} has more events than are shown`);
    const events = items
      .filter(({ journal }) => journal === "wallet")
      .map(({ at, type, facts }) => ({ atMs: Date.parse(at), type, facts }));
    this.#events.set(orderId, { listed: state, events });
    return events;
  }

  async #pages<Item>(path: string): Promise<readonly Item[]> {
    const items: Item[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: Page<Item> = await this.#ask(path + paged(cursor));
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  }
}

export const isTopup = (kind: string): boolean => kind === "topup" || kind === "late_topup";

function paged(cursor: string): string {
  return cursor === "" ? "limit=100" : `limit=100&cursor=${encodeURIComponent(cursor)}`;
}

/** A bounded number at a time: whoever checks the product must not be what slows it down. */
async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of left) await work(item);
    }),
  );
}
