import { describe, expect, test } from "vitest";
import { Toy } from "./kit.ts";

const add = (amount = 1) => ({ type: "Add", amount }) as const;

async function adds(toy: Toy, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await toy.give(add());
    await toy.settle();
  }
}

/** The projector as it is when all is well: applies what follows on what it has, in order. */
function project(toy: Toy): void {
  for (const commit of toy.publishedCommits()) if (commit.afterSeq === toy.world.projectedSeq) toy.world.projectedSeq = commit.seq;
}

describe("a commit", () => {
  test("is published at once, with the actor it belongs to", async () => {
    const toy = new Toy();
    await toy.give(add(5));
    await toy.settle();
    expect(toy.world.published).toEqual([
      {
        actor: { kind: "wallet", id: toy.name },
        commits: [{ seq: 1, afterSeq: 0, atMs: toy.world.nowMs, events: [{ type: "Added", amount: 5 }] }],
      },
    ]);
  });

  test("that nobody outside needs to know of is not published, and the chain passes over it", async () => {
    const toy = new Toy();
    for (const command of [{ type: "Whisper" }, add(), { type: "Whisper" }, { type: "Whisper" }, add(), add()] as const)
      await toy.give(command);
    await toy.settle();
    expect(toy.publishedCommits().map(({ afterSeq, seq }) => [afterSeq, seq])).toEqual([
      [0, 2],
      [2, 5],
      [5, 6],
    ]);
  });

  test("has the same place in the chain after the object has left memory, with and without a snapshot", async () => {
    const toy = new Toy();
    // The toy's snapshot is at the fourth commit, which is not published.
    for (const command of [add(), add(), { type: "Whisper" }, { type: "Whisper" }] as const) await toy.give(command);
    await toy.evict();
    await toy.give(add());
    await toy.give({ type: "Whisper" });
    await toy.evict();
    await toy.give(add());
    await toy.settle();
    expect(toy.publishedCommits().map(({ afterSeq, seq }) => [afterSeq, seq])).toEqual([
      [0, 1],
      [1, 2],
      [2, 5],
      [5, 7],
    ]);
  });

  test("shares its message with the others of its turn", async () => {
    const toy = new Toy();
    await toy.inside(({ host }) => {
      for (const id of ["a", "b", "c"]) host.execute(id, add());
    });
    await toy.settle();
    expect(toy.world.published.map(({ commits }) => commits.map(({ seq }) => seq))).toEqual([[1, 2, 3]]);
  });
});

describe("when all has arrived", () => {
  test("one comparison proves it, and then it is quiet: no alarm, no further comparison", async () => {
    const toy = new Toy();
    await adds(toy, 3);
    project(toy);
    expect(await toy.passUntilQuiet()).toBe(1);
    expect(toy.world.comparisons).toBe(1);
    expect(toy.publishedSeqs()).toEqual([1, 2, 3]);
    await toy.evict();
    expect(await toy.alarmAtMs()).toBeNull();
    expect(toy.world.comparisons).toBe(1);
  });

  test("the comparison is not before the projectors had their time, and not long after", async () => {
    const toy = new Toy();
    await adds(toy, 1);
    expect(await toy.alarmAtMs()).toBe(toy.world.nowMs + 20_000);
    await toy.fireAlarm();
    expect(toy.world.comparisons).toBe(0);
  });

  test("an actor that leaves memory before the comparison makes it nevertheless", async () => {
    const toy = new Toy();
    await adds(toy, 1);
    await toy.evict();
    project(toy);
    await toy.passUntilQuiet();
    expect(toy.world.comparisons).toBe(1);
  });
});

describe("what did not arrive is sent again, exactly that, and then it is quiet", () => {
  const sentAgain = async (toy: Toy) => {
    const before = toy.publishedSeqs().length;
    project(toy);
    // The first comparison leaves out what may have been on its way when it was planned; the second does not.
    for (let alarms = 0; alarms < 2 && toy.publishedSeqs().length === before; alarms++) await toy.passToAlarm();
    const again = toy.publishedSeqs().slice(before);
    project(toy);
    await toy.passUntilQuiet();
    return again;
  };

  test("the queue was full", async () => {
    const toy = new Toy();
    await adds(toy, 2);
    toy.world.queueFull = true;
    await adds(toy, 2);
    toy.world.queueFull = false;
    expect(await sentAgain(toy)).toEqual([3, 4]);
    expect(toy.world.projectedSeq).toBe(4);
  });

  test("the queue lost the last message", async () => {
    const toy = new Toy();
    await adds(toy, 2);
    toy.world.losesNext = 1;
    await adds(toy, 1);
    expect(await sentAgain(toy)).toEqual([3]);
  });

  test("the queue lost one in the middle", async () => {
    const toy = new Toy();
    await adds(toy, 1);
    toy.world.losesNext = 1;
    await adds(toy, 2);
    expect(await sentAgain(toy)).toEqual([2, 3]);
  });

  test("the queue lost it, and the actor left memory before the comparison", async () => {
    const toy = new Toy();
    toy.world.losesNext = 1;
    await adds(toy, 1);
    await toy.evict();
    expect(await sentAgain(toy)).toEqual([1]);
  });

  test("among commits that are not published", async () => {
    const toy = new Toy();
    await adds(toy, 1);
    toy.world.losesNext = 1;
    await toy.give({ type: "Whisper" });
    await adds(toy, 1);
    await toy.give({ type: "Whisper" });
    expect(await sentAgain(toy)).toEqual([3]);
  });

  test("the queue lost that too: again", async () => {
    const toy = new Toy();
    toy.world.losesNext = 3;
    await adds(toy, 1);
    for (let i = 0; i < 3; i++) await toy.passToAlarm();
    expect(await sentAgain(toy)).toEqual([]);
    expect(toy.publishedSeqs()).toEqual([1]);
  });

  test("more than one message holds: page by page, without longer and longer waits while it gets on", async () => {
    const toy = new Toy();
    toy.world.queueFull = true;
    await toy.inside(({ host }) => {
      for (let i = 0; i < 130; i++) host.execute(`c${i}`, add());
    });
    await toy.settle();
    toy.world.queueFull = false;
    const startMs = toy.world.nowMs;
    for (let i = 0; i < 3; i++) {
      await toy.passToAlarm();
      project(toy);
    }
    expect(toy.world.published.map(({ commits }) => commits.length)).toEqual([50, 50, 30]);
    expect(toy.world.nowMs - startMs).toBeLessThanOrEqual(60_000);
    await toy.passUntilQuiet();
  });
});

describe("the comparison", () => {
  test("does not send again what is too young to have arrived", async () => {
    const toy = new Toy();
    await adds(toy, 1);
    project(toy);
    toy.world.nowMs += 19_000;
    await adds(toy, 1);
    await toy.passToAlarm();
    expect(toy.publishedSeqs()).toEqual([1, 2]);
    project(toy);
    expect(await toy.passUntilQuiet()).toBe(1);
  });

  test("is not put off by a timer that is far away, when the object has left memory in between", async () => {
    const toy = new Toy();
    await toy.give({ type: "CloseAt", atMs: toy.world.nowMs + 30 * 24 * 3_600_000 });
    await adds(toy, 1);
    project(toy);
    await toy.passToAlarm();
    await toy.evict();
    toy.world.losesNext = 1;
    await adds(toy, 1);
    expect((await toy.alarmAtMs())! - toy.world.nowMs).toBeLessThanOrEqual(40_000);
    await toy.passToAlarm();
    expect(toy.publishedSeqs()).toEqual([2, 3]);
  });

  test("that gets no answer is made again, later and later, and the actor goes on", async () => {
    const toy = new Toy();
    toy.world.checkpointDown = true;
    await adds(toy, 1);
    const waits: number[] = [];
    for (let i = 0; i < 9; i++) {
      await toy.passToAlarm();
      waits.push((await toy.alarmAtMs())! - toy.world.nowMs);
    }
    expect(waits).toEqual([15_000, 30_000, 60_000, 120_000, 240_000, 480_000, 675_000, 675_000, 675_000]);
    const retryAtMs = await toy.alarmAtMs();
    expect(await toy.give(add())).toMatchObject({ ok: true });
    expect(await toy.alarmAtMs()).toBe(retryAtMs);
    toy.world.checkpointDown = false;
    project(toy);
    await toy.passUntilQuiet();
  });
});

describe("a message", () => {
  // Three bytes a character: what counts is bytes.
  const bytes = (kilobytes: number) => "油".repeat((kilobytes * 1_000) / 3);

  test("is no larger than a queue takes, whatever is in the commits", async () => {
    const toy = new Toy();
    toy.world.queueFull = true;
    for (let i = 0; i < 5; i++)
      await toy.give({ type: "Owe", id: `${i}${bytes(42)}`, destination: "x", notBeforeMs: toy.world.nowMs + 3_600_000 });
    await toy.settle();
    toy.world.queueFull = false;
    for (let i = 0; i < 3; i++) {
      await toy.passToAlarm();
      project(toy);
    }
    expect(toy.world.published.map(({ commits }) => commits.length)).toEqual([2, 2, 1]);
  });

  test("that would be too large asks the projector to read the journal instead", async () => {
    const toy = new Toy();
    await toy.give({ type: "Owe", id: bytes(150), destination: "x", notBeforeMs: toy.world.nowMs + 3_600_000 });
    await toy.settle();
    expect(toy.world.published).toEqual([]);
    await toy.passToAlarm();
    expect(toy.world.published).toEqual([{ actor: { kind: "wallet", id: toy.name }, commits: [] }]);
  });
});
