import type { Misfortune, Subject } from "../subject.ts";

/** Terminals are computers too. What they had not told by then is in their outbox, and is told when they are back. */
const DEAD_MS_MAX = 5_000;

const killed: Misfortune = {
  name: "a terminal is killed",
  weight: 1,
  lane: "outside",
  async befall({ sites }, random, sleep) {
    const site = sites[Math.floor(random() * sites.length)];
    await site?.kill();
    await sleep(DEAD_MS_MAX * random());
    await site?.start();
  },
};

export const terminals: Subject = { name: "terminals", misfortunes: [killed] };
