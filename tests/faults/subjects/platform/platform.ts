import type { Faults } from "../../kit/faults.ts";
import { notesOf, UNFORESEEN } from "../../load/ledger.ts";
import { comeBack } from "../../load/running.ts";
import type { Misfortune, Rule, Subject } from "../subject.ts";

/** What befalls the product itself: its process, its data base, its queue, its objects, and the providers that it calls. */

const MINUTE_MS = 60_000;
const HOLD_MS = 2_000;
/** Most kills are short; some last until reservations, and some until orders, have run out; and once in a while the clock is put back. */
const JUMPS_MS = [0, 0, 0, -MINUTE_MS, 3 * MINUTE_MS, 12 * MINUTE_MS, 40 * MINUTE_MS] as const;
/** Of the kills, so many come back as a newer release. */
const UPGRADE = 0.3;

const killed: Misfortune = {
  name: "killed",
  weight: 4,
  lane: "inside",
  async befall(running, random) {
    if (random() < UPGRADE) {
      running.upgrades++;
      running.count("upgraded");
    }
    const jumpMs = JUMPS_MS[Math.floor(random() * JUMPS_MS.length)] ?? 0;
    if (jumpMs !== 0) running.count(`clock jumps ${jumpMs / MINUTE_MS} min`);
    await comeBack(running, jumpMs);
  },
};

/** Has something fail inside the Worker for a while. */
const failing = (name: string, faults: Partial<Faults>, healed: Partial<Faults>): Misfortune => ({
  name,
  weight: 1,
  lane: "inside",
  async befall({ product }, random, sleep) {
    await product.inject(faults);
    await sleep(HOLD_MS * (0.5 + random()));
    await product.inject(healed);
  },
});

/** Whatever befalls: an answer says what it is, and when to come again. */
const everyAnswerWasForeseen: Rule = ({ ledger }, report) => {
  for (const call of notesOf<string>(ledger, UNFORESEEN)) report.add("answer_unforeseen", { call });
};

export const platform: Subject = {
  name: "platform",
  rules: [everyAnswerWasForeseen],
  misfortunes: [
    killed,
    failing("data base fails", { database: "fails" }, { database: "works" }),
    failing("data base fails after its work", { database: "half" }, { database: "works" }),
    failing("queue loses", { queue: "loses" }, { queue: "works" }),
    failing("queue is full", { queue: "full" }, { queue: "works" }),
    failing("queue repeats and reorders", { queue: "shuffles" }, { queue: "works" }),
    failing("queue stalls", { queue: "stalls" }, { queue: "works" }),
    failing("providers do the work and time out", { provider: "half" }, { provider: "works" }),
    failing("providers are down", { provider: "fails" }, { provider: "works" }),
    failing("objects are evicted", { evicted: "callees" }, { evicted: "never" }),
    failing("objects are evicted while they wait", { evicted: "callers" }, { evicted: "never" }),
  ],
};
