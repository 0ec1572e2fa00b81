import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Admission, AT_ONCE, AT_ONCE_MAX, LATE_MS, type Place, WAITING_MAX, WAITING_MIN } from "./admission.ts";

/** So soon has everybody in the row looked. */
const LOOKED_MS = 60;
/** A moment at which a busy isolate hears its clocks. */
const START_MS = 1_800_000_000_000;
/** A busy isolate hears its clocks only so often. */
const BUSY_MS = 5 * LATE_MS;

describe("admission", () => {
  /** The isolate has so much to do that every clock strikes late. */
  let isBusy = false;
  beforeEach(() => {
    isBusy = false;
    vi.useFakeTimers({ now: START_MS });
    const set = globalThis.setTimeout;
    const heardAt = (atMs: number) => (isBusy ? Math.ceil(atMs / BUSY_MS) * BUSY_MS : atMs);
    globalThis.setTimeout = ((strike: () => void, ms: number) => set(strike, heardAt(Date.now() + ms) - Date.now())) as typeof setTimeout;
  });
  afterEach(() => vi.useRealTimers());

  interface Caller {
    readonly number: number;
    readonly sinceMs: number;
  }

  /** Those who come, in that order, and how each of them fares. */
  class Crowd {
    readonly admission = new Admission();
    #came = 0;
    readonly #waiting = new Set<Caller>();
    readonly #underWay: Place[] = [];
    readonly #waits: { readonly untilMs: number; readonly ms: number }[] = [];
    /** The numbers of those who were refused. */
    readonly refused: number[] = [];

    async come(count: number): Promise<void> {
      for (let index = 0; index < count; index++) {
        const one: Caller = { number: this.#came++, sinceMs: Date.now() };
        this.#waiting.add(one);
        void this.admission.enter().then((place) => this.#decide(one, place));
      }
      await this.passes(0);
    }

    #decide(one: Caller, place: Place | null): void {
      this.#waiting.delete(one);
      this.#waits.push({ untilMs: Date.now(), ms: Date.now() - one.sinceMs });
      if (place === null) this.refused.push(one.number);
      else this.#underWay.push(place);
    }

    /** So many of those who are worked on are answered, those first who have been let in first; and those who wait have looked. */
    async answered(count: number): Promise<void> {
      for (const place of this.#underWay.splice(0, count)) this.admission.leave(place);
      await this.passes(LOOKED_MS);
    }

    async passes(ms: number): Promise<void> {
      await vi.advanceTimersByTimeAsync(ms);
    }

    /** So many come each second, evenly, and so many can be answered. */
    async rush(seconds: number, comingPerS: number, servedPerS: number): Promise<void> {
      const stepMs = 10;
      let toCome = 0;
      let toServe = 0;
      for (let ms = 0; ms < seconds * 1000; ms += stepMs) {
        toCome += (comingPerS * stepMs) / 1000;
        toServe += (servedPerS * stepMs) / 1000;
        await this.come(Math.floor(toCome));
        toCome %= 1;
        for (const place of this.#underWay.splice(0, Math.floor(toServe))) this.admission.leave(place);
        toServe %= 1;
        await this.passes(stepMs);
      }
    }

    get underWay(): number {
      return this.#underWay.length;
    }
    get waiting(): number {
      return this.#waiting.size;
    }
    /** The longest wait of those who were let in or refused since then. */
    longestWaitMs(sinceMs: number): number {
      return Math.max(...this.#waits.flatMap(({ untilMs, ms }) => (untilMs >= sinceMs ? [ms] : [])));
    }
  }

  it("works on a few at once, and lets the others wait", async () => {
    isBusy = true;
    const crowd = new Crowd();
    await crowd.come(AT_ONCE + 5);
    expect(crowd).toMatchObject({ underWay: AT_ONCE, waiting: 5, refused: [] });
    await crowd.passes(1_000);
    expect(crowd).toMatchObject({ underWay: AT_ONCE, waiting: 5, refused: [] });
  });

  it("takes on more while its clocks strike in time, up to a bound", async () => {
    const crowd = new Crowd();
    await crowd.come(AT_ONCE + WAITING_MAX);
    await crowd.passes(100);
    expect(crowd.underWay).toBeGreaterThan(AT_ONCE);
    await crowd.passes(10_000);
    expect(crowd).toMatchObject({ underWay: AT_ONCE_MAX, waiting: AT_ONCE + WAITING_MAX - AT_ONCE_MAX, refused: [] });
  });

  it("takes on fewer while they strike late, but never none", async () => {
    const crowd = new Crowd();
    await crowd.come(AT_ONCE + WAITING_MAX);
    await crowd.passes(100);
    isBusy = true;
    await crowd.passes(1_000);
    await crowd.answered(crowd.underWay);
    expect(crowd.underWay).toBe(AT_ONCE);
    isBusy = false;
    await crowd.passes(500);
    expect(crowd.underWay).toBeGreaterThan(2 * AT_ONCE);
  });

  it("never refuses a few, however long each takes", async () => {
    isBusy = true;
    const crowd = new Crowd();
    for (let round = 0; round < 10; round++) {
      await crowd.come(AT_ONCE + WAITING_MIN - crowd.underWay - crowd.waiting);
      await crowd.passes(1_000);
      await crowd.answered(1);
    }
    expect(crowd.refused).toEqual([]);
  });

  it("takes in a burst as a whole, and serves it to the end, however slow the machine", async () => {
    isBusy = true;
    const crowd = new Crowd();
    await crowd.come(100);
    for (let round = 0; round < 55; round++) {
      await crowd.passes(300);
      await crowd.answered(2);
    }
    expect(crowd).toMatchObject({ underWay: 0, waiting: 0, refused: [] });
  });

  it("refuses newcomers at once when the row is full", async () => {
    const crowd = new Crowd();
    await crowd.come(AT_ONCE + WAITING_MAX);
    expect(crowd.refused).toEqual([]);
    await crowd.come(2);
    expect(crowd).toMatchObject({ waiting: WAITING_MAX, refused: [AT_ONCE + WAITING_MAX, AT_ONCE + WAITING_MAX + 1] });
    expect(crowd.admission.takeRefused()).toBe(2);
    expect(crowd.admission.takeRefused()).toBe(0);
  });

  it("lets nobody wait for long while the row is never empty and others keep coming", async () => {
    isBusy = true;
    const crowd = new Crowd();
    await crowd.rush(3, 200, 100);
    const settledAtMs = Date.now();
    await crowd.rush(5, 200, 100);
    expect(crowd.refused.length).toBeGreaterThan(300);
    expect(crowd.longestWaitMs(settledAtMs)).toBeLessThan(500);
  });

  it("lets nobody wait for long once the row has been full, though nobody else comes", async () => {
    isBusy = true;
    const crowd = new Crowd();
    await crowd.come(AT_ONCE + WAITING_MAX + 1);
    await crowd.passes(500);
    expect(crowd).toMatchObject({ underWay: AT_ONCE, waiting: 0 });
    // Once nobody has been refused for a while, what comes is a burst again.
    await crowd.passes(4_000);
    await crowd.come(50);
    await crowd.passes(2_000);
    expect(crowd).toMatchObject({ underWay: AT_ONCE, waiting: 50 });
  });

  it("answers or refuses everybody soon, with ten times too many", async () => {
    isBusy = true;
    const crowd = new Crowd();
    await crowd.rush(5, 1_000, 100);
    expect(crowd.longestWaitMs(0)).toBeLessThan(500);
  });

  it("keeps no place for a request that waits for somebody else", async () => {
    isBusy = true;
    const crowd = new Crowd();
    const { admission } = crowd;
    const places = await Promise.all(Array.from({ length: AT_ONCE }, () => admission.enter()));
    let isIn = false;
    void admission.enter().then((place) => {
      isIn = place !== null;
    });
    await crowd.passes(1_000);
    expect(isIn).toBe(false);
    const vendor = Promise.withResolvers<string>();
    const asked = places.map((place) => place && admission.outside(place, () => vendor.promise));
    await crowd.passes(1_000);
    expect(isIn).toBe(true);
    vendor.resolve("paid");
    expect(await asked[0]).toBe("paid");
  });

  it("refuses who has waited for as long as anybody would", async () => {
    isBusy = true;
    const crowd = new Crowd();
    await crowd.come(AT_ONCE + 1);
    await crowd.passes(25_100);
    expect(crowd.refused).toEqual([AT_ONCE]);
    await crowd.answered(1);
    expect(crowd).toMatchObject({ underWay: AT_ONCE - 1, waiting: 0 });
  });

  it("takes back the places of requests that have ended without a word", async () => {
    const crowd = new Crowd();
    await crowd.come(AT_ONCE);
    await crowd.passes(61_000);
    await crowd.come(1);
    expect(crowd).toMatchObject({ underWay: AT_ONCE + 1, waiting: 0 });
  });

  it("passes over whoever is in the row without looking any more", async () => {
    const crowd = new Crowd();
    await crowd.come(AT_ONCE);
    // Its request is ended by the platform: nothing of it is carried out any more, not even what it has set its clock for.
    const clock = vi.spyOn(globalThis, "setTimeout").mockImplementationOnce(() => ({}) as ReturnType<typeof setTimeout>);
    await crowd.come(1);
    clock.mockRestore();
    await crowd.come(1);
    await crowd.answered(1);
    expect(crowd.underWay).toBe(AT_ONCE - 1);
    await crowd.passes(6_000);
    expect(crowd.underWay).toBe(AT_ONCE);
  });

  it("tells those it refuses to stay away for as many seconds as there are refused for one that is served", async () => {
    const crowd = new Crowd();
    expect(crowd.admission.retryAfterS).toBe(1);
    await crowd.rush(5, 1_000, 100);
    expect(crowd.admission.retryAfterS).toBeGreaterThanOrEqual(8);
    expect(crowd.admission.retryAfterS).toBeLessThanOrEqual(10);
  });

  it("tells so the first of a storm, too", async () => {
    isBusy = true;
    const crowd = new Crowd();
    await crowd.rush(0.2, 5_000, 100);
    expect(crowd.admission.retryAfterS).toBeGreaterThanOrEqual(8);
  });
});
