/** An alarm set for this very moment can be dropped while another one runs. */
const ALARM_LEAD_MS = 50;
/** One that is past by so much has been lost; by less, it is about to go off, and may be why the object was started. */
const LOST_AFTER_MS = 10_000;

/** When the alarm is wanted, and when it would be too late: infinity when it need not go off for this. */
export interface Wanted {
  readonly atMs: number;
  readonly latestMs: number;
}

/**
 * The one moment that serves all: the last one wanted that is too late for none. Setting the alarm is a row written and
 * its firing a request, so what can wait a little shares the alarm of what comes a little later.
 *
 * @returns null when nothing is wanted
 */
export function commonMoment(wanted: readonly Wanted[]): Wanted | null {
  if (wanted.length === 0) return null;
  let latestMs = Number.POSITIVE_INFINITY;
  for (const each of wanted) latestMs = Math.min(latestMs, each.latestMs);
  if (latestMs === Number.POSITIVE_INFINITY) return null;
  let atMs = Number.NEGATIVE_INFINITY;
  for (const each of wanted) if (each.atMs <= latestMs) atMs = Math.max(atMs, each.atMs);
  return { atMs, latestMs };
}

/** A Durable Object's only alarm, as it is set; written only when what is set is too late. */
export class Alarm {
  readonly #storage: Pick<DurableObjectStorage, "getAlarm" | "setAlarm">;
  #atMs: number | null = null;
  #firing = false;

  constructor(storage: Pick<DurableObjectStorage, "getAlarm" | "setAlarm">) {
    this.#storage = storage;
  }

  /** Reads the alarm after a start. */
  async find(): Promise<number | null> {
    this.#atMs = await this.#storage.getAlarm();
    return this.#atMs;
  }

  /** The alarm has gone off. Until {@link fired}, what commits does not set it: once it is over it is set, and once is enough. */
  firing(): void {
    this.#atMs = null;
    this.#firing = true;
  }

  fired(): void {
    this.#firing = false;
  }

  /**
   * Sets the alarm, unless the one that is set will do. One that is just due will: were it set anew, a busy actor would
   * push its own alarm away for ever. It is written with the commit of the same turn, so a crash leaves both or neither.
   */
  arm(wanted: readonly Wanted[], nowMs: number): void {
    if (this.#firing) return;
    const moment = commonMoment(wanted);
    if (moment === null) return;
    const soonestMs = nowMs + ALARM_LEAD_MS;
    if (this.#atMs !== null && this.#atMs > nowMs - LOST_AFTER_MS && this.#atMs <= Math.max(moment.latestMs, soonestMs)) return;
    this.#atMs = Math.max(moment.atMs, soonestMs);
    void this.#storage.setAlarm(this.#atMs);
  }
}
