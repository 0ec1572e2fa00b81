/**
 * How many requests one isolate works on at once. More than it can finish in good time would only slow one another down: the others wait
 * in a row, before anything of them has been read, and when that gets too long, some are told to come back, early and at little cost, so
 * that what was taken on is answered.
 *
 * Two are worked on at once. How many more depends on how busy the isolate is, which is how late its clocks strike (as Node's servers tell it
 * by the lag of their event loop): where requests wait for what is far away, the clocks strike in time, and ever more are taken on; where they
 * take one another's processor, half as many each time, until there is room to hear who else has come. That says nothing of any other isolate, and
 * needs no word from one.
 * A burst is no overload, however slow the machine: its row is served in the order of coming, for as long as it takes. Too much is what
 * stays too much (after CoDel, RFC 8289): when the row is full, or not short, not empty for a while, and its first has waited for too long,
 * newcomers are refused at once; and until nobody has had to be refused for some time, it takes no more than can be served soon.
 */
/** At first, and however busy the isolate: while one waits another goes on. */
export const AT_ONCE = 2;
export const AT_ONCE_MAX = 128;
/** The longest row, and the shortest that is ever too much: a few who come at once are none, however slow the machine. */
export const WAITING_MAX = 128;
export const WAITING_MIN = 8;
/** A clock that strikes so much later than it was set to: the isolate has had too much else to do. */
export const LATE_MS = 6;
/** So long may somebody wait when it is too much. */
const WAIT_MS = 250;
/** For so long the row is not empty before it counts as more than a burst. */
const PATIENCE_MS = 1_000;
/** Nobody refused for so long: the next crowd may be a burst again. */
const CALM_MS = 3_000;
/** Nobody waits longer: whoever has asked does not either. */
const WAIT_MS_MAX = 25_000;
/** How often those look who are next, so many of them, and the others. */
const NEXT = 8;
const LOOK_SOON_MS = 4;
const LOOK_MS = 50;
/** Who has not looked for so long, or has held a place for so long, is a request that the platform has ended without a word. */
const GONE_MS = 5_000;
const HELD_MS_MAX = 60_000;
/** Over so long it is counted how many come for one that is served: so many seconds the others are told to stay away. Fewer served say nothing yet. */
const COUNTED_MS = 250;
const COUNTED_MIN = 8;
const AWAY_S_MAX = 30;

/** That a request is being worked on. */
export interface Place {
  sinceMs: number;
}

interface Waiting {
  readonly sinceMs: number;
  /** When it last looked whether it is its turn, and when it wants to look again. */
  lookedMs: number;
  dueMs: number;
}

export class Admission {
  readonly #underWay = new Set<Place>();
  /** In the order of coming. */
  #row: Waiting[] = [];
  /** Since when there has always been somebody in the row. */
  #crowdedSinceMs = Number.POSITIVE_INFINITY;
  /** The row has been full, and not empty since. */
  #isOverrun = false;
  #most = AT_ONCE;
  #fittedAtMs = 0;
  #servedPerMs = 0;
  #refused = 0;
  #refusedAtMs = Number.NEGATIVE_INFINITY;
  #counted = { sinceMs: 0, served: 0, refused: 0 };
  #awayS = 1;

  /** A place, at once or after a wait, to be given back with {@link leave}; null: refused. */
  async enter(): Promise<Place | null> {
    const nowMs = Date.now();
    if (this.#row.length === 0 && this.#placesLeft(nowMs) > 0) return this.#take(nowMs);
    return this.#isTooMuch(nowMs) ? this.#refuse() : this.#wait(nowMs);
  }

  leave(place: Place): void {
    this.#underWay.delete(place);
    this.#count(Date.now());
    this.#counted.served++;
  }

  /** Waits for somebody who is not of ours, such as a vendor: that takes no place from anybody, and says nothing of how much is too much. */
  async outside<Answer>(place: Place, ask: () => Promise<Answer>): Promise<Answer> {
    const fromMs = Date.now();
    this.#underWay.delete(place);
    try {
      return await ask();
    } finally {
      place.sinceMs += Date.now() - fromMs;
      this.#underWay.add(place);
    }
  }

  /** When whoever is refused should come back, s. With ten times too many each comes a tenth as often, and refusing them costs little. */
  get retryAfterS(): number {
    this.#count(Date.now());
    const { served, refused } = this.#counted;
    // The first of a storm, too: not only once the time is over.
    return served < COUNTED_MIN ? this.#awayS : Math.min(AWAY_S_MAX, Math.max(this.#awayS, Math.ceil(refused / served)));
  }

  /** How many were refused since this was asked before. */
  takeRefused(): number {
    const refused = this.#refused;
    this.#refused = 0;
    return refused;
  }

  #placesLeft(nowMs: number): number {
    if (this.#underWay.size >= this.#most)
      for (const place of this.#underWay) if (nowMs - place.sinceMs > HELD_MS_MAX) this.#underWay.delete(place);
    return Math.floor(this.#most) - this.#underWay.size;
  }

  #take(nowMs: number): Place {
    const place = { sinceMs: nowMs };
    this.#underWay.add(place);
    return place;
  }

  #refuse(): null {
    this.#refusedAtMs = Date.now();
    this.#refused++;
    this.#counted.refused++;
    return null;
  }

  #isTooMuch(nowMs: number): boolean {
    const [first] = this.#row;
    if (first === undefined) return false;
    const isFull = this.#row.length >= WAITING_MAX;
    this.#isOverrun ||= isFull;
    const isTight = this.#isOverrun || nowMs - this.#refusedAtMs < CALM_MS;
    if (isFull || (isTight && this.#row.length >= Math.max(WAITING_MIN, this.#servedPerMs * WAIT_MS))) return true;
    if (this.#row.length < WAITING_MIN) return false;
    return nowMs - this.#crowdedSinceMs > PATIENCE_MS && nowMs - first.sinceMs > WAIT_MS;
  }

  /**
   * Each looks by itself whether it is its turn, and waits for the clock in between: the platform takes in what has newly come only when
   * nothing else is left to do, so that if all were called one after the other, they would be served before anybody else is even heard.
   * Nor could one be called whose request has gone away.
   */
  async #wait(nowMs: number): Promise<Place | null> {
    const waiting = { sinceMs: nowMs, lookedMs: nowMs, dueMs: nowMs };
    this.#row.push(waiting);
    this.#crowdedSinceMs = Math.min(this.#crowdedSinceMs, nowMs);
    for (let index = this.#row.length - 1; index >= 0; index = this.#row.indexOf(waiting)) {
      const inMs = index < NEXT ? LOOK_SOON_MS : LOOK_MS;
      waiting.dueMs = waiting.lookedMs + inMs;
      await wait(inMs);
      const place = this.#look(waiting, Date.now());
      if (place !== null) return place;
    }
    return this.#refuse();
  }

  /** A place if it is this one's turn. Leaves the row with it, or without one if it has waited for too long. */
  #look(waiting: Waiting, nowMs: number): Place | null {
    waiting.lookedMs = nowMs;
    while (nowMs - (this.#row[0]?.lookedMs ?? nowMs) > GONE_MS) this.#row.shift();
    const index = this.#row.indexOf(waiting);
    if (index < 0) return null;
    if (index === 0) this.#fit(nowMs, nowMs - waiting.dueMs);
    const hasPlace = this.#placesLeft(nowMs) > index;
    const isLate = nowMs - waiting.sinceMs > (this.#isOverrun ? WAIT_MS : WAIT_MS_MAX);
    if (hasPlace || isLate) this.#row.splice(index, 1);
    if (this.#row.length === 0) {
      this.#crowdedSinceMs = Number.POSITIVE_INFINITY;
      this.#isOverrun = false;
    }
    return hasPlace && !isLate ? this.#take(nowMs) : null;
  }

  /** The first in the row says how busy the isolate is: once for all that look at the same moment. */
  #fit(nowMs: number, lateMs: number): void {
    if (nowMs - this.#fittedAtMs < LOOK_SOON_MS) return;
    this.#fittedAtMs = nowMs;
    if (lateMs > LATE_MS) this.#most = Math.max(AT_ONCE, this.#most / 2);
    else this.#most = Math.min(AT_ONCE_MAX, this.#most + 1);
  }

  #count(nowMs: number): void {
    const { sinceMs, served, refused } = this.#counted;
    if (nowMs - sinceMs < COUNTED_MS) return;
    this.#servedPerMs = served / (nowMs - sinceMs);
    this.#awayS = Math.min(AWAY_S_MAX, Math.max(1, Math.ceil(refused / Math.max(1, served)), Math.floor(this.#awayS / 2)));
    this.#counted = { sinceMs: nowMs, served: 0, refused: 0 };
  }
}

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
