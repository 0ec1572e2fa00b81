import type { Wanted } from "../runtime/alarm.ts";
import type { Upkeep } from "../runtime/ports.ts";
import type { Fueling } from "./state.ts";

/** A fill should be in the read models so soon after it was settled; and its station looks so much later at the latest. */
const ARRIVED_MS = 20_000;
const LOOK_MS_MAX = 15 * 60_000;
/** Fills older than this have been looked for before. */
const AGE_MS_MAX = 24 * 3_600_000;
/** A query binds a hundred parameters. */
const FILLS_PER_QUERY = 90;
/** When it is looked again whether what was missing has come. */
const AGAIN_MS = 60_000;

export interface Vouched {
  now(): number;
  fuelings(): readonly Fueling[];
  /** Which of these fills the read models have. */
  listed(fuelingIds: readonly string[]): Promise<readonly string[]>;
  /** Has a wallet send again what the read models do not have. */
  sendAgain(walletId: string): Promise<void>;
}

/**
 * Sees to it that every fill of the station gets into the read models. Its wallet publishes it, and what was sent may be lost; were each
 * wallet to look for itself, every fill would cost an alarm. A station has one now and then anyhow, and looks for many at once.
 */
export class Vouching implements Upkeep {
  readonly #of: Vouched;
  readonly #found = new Set<string>();
  /** From this moment on what is settled has been settled before our eyes: the alarm that is set for what came before stands. */
  readonly #sinceMs: number;
  #againAtMs: number | null = null;

  constructor(of: Vouched) {
    this.#of = of;
    this.#sinceMs = of.now();
  }

  wanted(): Wanted | null {
    if (this.#againAtMs !== null) return { atMs: this.#againAtMs, latestMs: this.#againAtMs + AGAIN_MS };
    // The oldest decides; the later ones are looked for with it or after it.
    const first = this.#of.fuelings().find((fueling) => this.#isOpen(fueling, this.#sinceMs));
    if (first?.settledAtMs === undefined) return null;
    return { atMs: first.settledAtMs + ARRIVED_MS, latestMs: first.settledAtMs + LOOK_MS_MAX };
  }

  /** Never throws for want of an answer: it is then looked again. */
  async run(arrivedMs = ARRIVED_MS): Promise<void> {
    const now = this.#of.now();
    const open = this.#of
      .fuelings()
      .filter((fueling) => this.#isOpen(fueling, now - AGE_MS_MAX) && (fueling.settledAtMs ?? now) <= now - arrivedMs);
    this.#againAtMs = null;
    try {
      for (let first = 0; first < open.length; first += FILLS_PER_QUERY) {
        const some = open.slice(first, first + FILLS_PER_QUERY).map(({ fuelingId }) => fuelingId);
        for (const fuelingId of await this.#of.listed(some)) this.#found.add(fuelingId);
      }
      const missing = new Set(open.filter(({ fuelingId }) => !this.#found.has(fuelingId)).map(({ walletId }) => walletId));
      if (missing.size > 0) this.#againAtMs = now + AGAIN_MS;
      for (const walletId of missing) await this.#of.sendAgain(walletId);
    } catch {
      this.#againAtMs = now + AGAIN_MS;
    }
    const kept = new Set(this.#of.fuelings().map(({ fuelingId }) => fuelingId));
    for (const fuelingId of this.#found) if (!kept.has(fuelingId)) this.#found.delete(fuelingId);
  }

  #isOpen({ state, fuelingId, settledAtMs }: Fueling, sinceMs: number): boolean {
    return state === "settled" && settledAtMs !== undefined && settledAtMs >= sinceMs && !this.#found.has(fuelingId);
  }
}
