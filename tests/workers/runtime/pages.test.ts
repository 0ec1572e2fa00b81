import { describe, expect, test } from "vitest";
import { Toy } from "./kit.ts";
import type { ToyActor, ToyCommand } from "./ToyActor.ts";

/** An actor with so many commits, every `nth` of which is published. */
async function long(count: number, nth = 1) {
  const toy = new Toy();
  await toy.inside(({ host }) => {
    for (let seq = 1; seq <= count; seq++) host.execute(`c${seq}`, command(seq % nth === 0));
  });
  return toy;
}

const command = (published: boolean): ToyCommand => (published ? { type: "Add", amount: 1 } : { type: "Whisper" });

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const seqs = (commits: readonly { readonly seq: number }[]) => commits.map(({ seq }) => seq);

/** Reads page after page until there is no next one. */
function readAll(host: ToyActor["host"], view: "journal" | "publications", limit?: number) {
  const pages: number[][] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page: ReturnType<typeof host.journal> = host[view](after, limit);
    pages.push(seqs(page.commits));
    after = page.nextAfterSeq;
  }
  return pages;
}

describe("the journal", () => {
  test("comes in pages of 200 at most, oldest first, without gaps or repetition", async () => {
    const toy = await long(450);
    expect(await toy.inside(({ host }) => readAll(host, "journal", 10_000))).toEqual([range(1, 200), range(201, 400), range(401, 450)]);
  });

  test("ends, also when the last page is full", async () => {
    const toy = await long(4);
    expect((await toy.inside(({ host }) => readAll(host, "journal", 2))).flat()).toEqual([1, 2, 3, 4]);
  });

  test.each([0, -1, 0.5, Number.NEGATIVE_INFINITY])("gets on, and stays bounded, with a limit of %s", async (limit) => {
    const toy = await long(3);
    expect(await toy.inside(({ host }) => readAll(host, "journal", limit))).toEqual([[1], [2], [3], []]);
  });
});

describe("the history", () => {
  test("comes in pages of 200 at most, newest first", async () => {
    const toy = await long(250);
    const newest = await toy.inside(({ host }) => seqs(host.history(Number.MAX_SAFE_INTEGER, 10_000)));
    expect(newest).toEqual(range(51, 250).reverse());
    expect(await toy.inside(({ host }) => seqs(host.history(51)))).toEqual(range(1, 50).reverse());
    expect(await toy.inside(({ host }) => seqs(host.history(51, -1)))).toEqual([50]);
  });
});

describe("the publications", () => {
  test("come in pages, and leave out what the read models need not see", async () => {
    const toy = await long(450, 3);
    const pages = await toy.inside(({ host }) => readAll(host, "publications"));
    expect(pages.flat()).toEqual(range(1, 150).map((i) => i * 3));
    expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(200);
  });

  test("go on after a page on which there is nothing to see", async () => {
    const toy = await long(401, 401);
    expect(await toy.inside(({ host }) => readAll(host, "publications"))).toEqual([[], [], [401]]);
  });

  test("are what was sent", async () => {
    const toy = await long(20, 2);
    await toy.settle();
    expect(await toy.inside(({ host }) => host.publications(0).commits)).toEqual(toy.publishedCommits());
  });
});

test("the runtime's own events are published, and are no part of the actor's history", async () => {
  const toy = new Toy();
  toy.world.replies.set("x", "never");
  await toy.give({ type: "Owe", id: "d", destination: "x" });
  await toy.settle();
  const types = (commits: readonly { readonly events: readonly { readonly type: string }[] }[]) =>
    commits.map(({ events }) => events.map(({ type }) => type).join());
  expect(await toy.inside(({ host }) => types(host.publications(0).commits))).toEqual(["Owed", "DeliveryParked"]);
  expect(await toy.inside(({ host }) => types(host.history(100)))).toEqual(["", "Owed"]);
});
