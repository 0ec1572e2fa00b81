import { env } from "cloudflare:workers";
import type { ActorRef, Publication } from "@forecourt/contract/commit";
import { publicationsOf } from "@forecourt/durable-objects/stubs";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Env } from "../../../worker/env.ts";
import worker from "../../../worker/index.ts";
import { consumePublications } from "../../../worker/projection/consumer.ts";
import { project } from "../../../worker/projection/projector.ts";
import { type Driver, newDriver } from "../kit/driver.ts";
import { must, type Operator, openPlatform } from "../kit/platform.ts";
import { checkpointOf, projected, rows, rowsAbout, walletRef } from "../kit/readModels.ts";
import { newStation, type Station } from "../kit/station.ts";
import { until } from "../kit/until.ts";

let admin: Operator;
let station: Station;
beforeAll(async () => {
  admin = await openPlatform();
  station = await newStation(admin);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/**
 * A driver of whom the read models know nothing yet: what the wallet has published is kept back from the queue, and is
 * the test's to deliver as it likes, one commit a message.
 */
async function unseenDriver(): Promise<{ driver: Driver; ref: ActorRef; messages: readonly Publication[] }> {
  const send = vi.spyOn(env.PROJECTION, "send").mockResolvedValue({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } });
  const driver = await newDriver(50_000);
  await station.fill(driver, 1, 10_000);
  await driver.topUp(20_000);
  await station.fill(driver, 2, 20_000);
  const ref = walletRef(driver.walletId);
  const { commits } = await publicationsOf(env, ref, 0);
  expect(commits.length).toBeGreaterThan(6);
  expect(send).toHaveBeenCalledWith(expect.objectContaining({ actor: ref }));
  return { driver, ref, messages: commits.map((commit) => ({ actor: ref, commits: [commit] })) };
}

/** What the read models must say of the driver: 700 topped up; 74.80 and 149.60 fuelled. */
async function expectComplete({ walletId }: Driver): Promise<void> {
  expect(await rows("SELECT principal_minor, debt_minor FROM wallets WHERE wallet_id = ?", walletId)).toEqual([
    { principal_minor: 70_000 - 7_480 - 14_960, debt_minor: 0 },
  ]);
  expect(await rows("SELECT amount_minor FROM fuelings WHERE wallet_id = ? ORDER BY amount_minor", walletId)).toEqual([
    { amount_minor: 7_480 },
    { amount_minor: 14_960 },
  ]);
  expect(await rows("SELECT state, amount_minor FROM topups WHERE wallet_id = ? ORDER BY amount_minor", walletId)).toEqual([
    { state: "paid", amount_minor: 20_000 },
    { state: "paid", amount_minor: 50_000 },
  ]);
}

const fueled = async () => Number((await rows("SELECT coalesce(sum(fueled_minor), 0) AS sum FROM figures_hourly"))[0]?.sum);

/** A batch as the queue hands it over, and what became of each message. */
function batchOf(messages: readonly unknown[]) {
  const fate: string[] = messages.map(() => "neither");
  const decide = (index: number, outcome: string): void => {
    fate[index] = outcome;
  };
  const batch = {
    queue: "forecourt-projection",
    messages: messages.map((body, index) => ({
      id: crypto.randomUUID(),
      timestamp: new Date(),
      attempts: 1,
      body: body as Publication,
      ack: () => decide(index, "acknowledged"),
      retry: () => decide(index, "again"),
    })),
  };
  return { batch: batch as unknown as MessageBatch<Publication>, fate };
}

describe("each commit is applied once", () => {
  it("though every message comes twice, in one batch and in two", async () => {
    const { driver, messages } = await unseenDriver();
    const before = await fueled();
    await project(env, [...messages, ...messages]);
    await project(env, messages);
    await expectComplete(driver);
    expect(await fueled()).toBe(before + 22_440);
  });

  it("whatever the order, in one batch or message by message", async () => {
    const inOne = await unseenDriver();
    await project(env, [...inOne.messages].reverse());
    await expectComplete(inOne.driver);
    const before = await fueled();
    const apart = await unseenDriver();
    for (const message of [...apart.messages].reverse()) await project(env, [message]);
    await expectComplete(apart.driver);
    expect(await fueled()).toBe(before + 22_440);
  });

  it.each([
    ["of an actor that is new to them", 0],
    ["of an actor that they know", 2],
  ])("though several consumers work at once on the same messages %s", async (_, known) => {
    const { driver, messages } = await unseenDriver();
    await project(env, messages.slice(0, known));
    const before = await fueled();
    const failures = await Promise.all(Array.from({ length: 4 }, () => project(env, messages)));
    expect(failures.map(({ size }) => size)).toEqual([0, 0, 0, 0]);
    await expectComplete(driver);
    expect(await fueled()).toBe(before + 22_440);
  });

  it("though the data base fails half-way: nothing of the batch stays, and it is applied when it comes again", async () => {
    const { driver, ref, messages } = await unseenDriver();
    const before = await fueled();
    const broken = withBatch(async (statements) => env.DB.batch([...statements, env.DB.prepare("INSERT INTO wallets VALUES (NULL)")]));
    const { batch, fate } = batchOf(messages);
    await consumePublications(batch, broken);
    expect(new Set(fate)).toEqual(new Set(["again"]));
    expect(await rowsAbout(driver.walletId)).toEqual([]);
    expect(await checkpointOf(ref)).toBeUndefined();
    expect(await fueled()).toBe(before);

    const again = batchOf(messages);
    await consumePublications(again.batch, env);
    expect(new Set(again.fate)).toEqual(new Set(["acknowledged"]));
    await expectComplete(driver);
  });

  it("though the consumer dies after the write and before it acknowledges", async () => {
    const { driver, messages } = await unseenDriver();
    const before = await fueled();
    const dying = withBatch(async (statements) => {
      await env.DB.batch(statements);
      throw new Error("the consumer has died");
    });
    expect((await project(dying, messages)).size).toBe(1);
    expect((await project(env, messages)).size).toBe(0);
    await expectComplete(driver);
    expect(await fueled()).toBe(before + 22_440);
  });
});

describe("what the queue has lost", () => {
  it("is read from the actor when a later message shows the gap", async () => {
    const { driver, messages } = await unseenDriver();
    expect(await project(env, [messages[0]!, messages.at(-1)!])).toEqual(new Map());
    await expectComplete(driver);
  });

  it("is read from the actor when an empty message asks for it", async () => {
    const { driver, ref } = await unseenDriver();
    await projected(ref);
    await expectComplete(driver);
  });
});

describe("a message that can't be applied", () => {
  const poison = (ref: ActorRef, seq: number, afterSeq: number): Publication => ({
    actor: ref,
    commits: [{ seq, afterSeq, atMs: 0, events: [{ type: "FundsCaptured" }] }],
  });

  it("holds up nobody but its own actor", async () => {
    const sick = await unseenDriver();
    const first = sick.messages[0]!.commits[0]!;
    const well = [await unseenDriver(), await unseenDriver()];
    const bad = poison(sick.ref, first.seq + 1, first.seq);
    const { batch, fate } = batchOf([sick.messages[0], bad, ...well.flatMap(({ messages }) => messages)]);
    await consumePublications(batch, env);
    expect(fate.slice(0, 2)).toEqual(["again", "again"]);
    expect(new Set(fate.slice(2))).toEqual(new Set(["acknowledged"]));
    for (const { driver } of well) await expectComplete(driver);
    expect(await rowsAbout(sick.driver.walletId)).toEqual([]);
    await projected(sick.ref);
    await expectComplete(sick.driver);
  });

  it("and is no message of ours at all is put with the dead at once", async () => {
    const { driver, messages } = await unseenDriver();
    const strange = [
      null,
      "text",
      { actor: null, commits: [] },
      { actor: { kind: "ufo", id: "x" }, commits: [] },
      { actor: messages[0]?.actor },
    ];
    const { batch, fate } = batchOf([...strange, ...messages]);
    await consumePublications(batch, env);
    expect(new Set(fate)).toEqual(new Set(["acknowledged"]));
    await expectComplete(driver);
    const ids = batch.messages.slice(0, strange.length).map(({ id }) => id);
    const dead = await rows<{ message_id: string }>("SELECT message_id FROM dead_letters");
    expect(dead.map(({ message_id }) => message_id)).toEqual(expect.arrayContaining(ids));
  });

  it("however often it is tried is kept with the dead, shown to operators, and applied when they send it again", async () => {
    const { driver, messages } = await unseenDriver();
    vi.restoreAllMocks();
    const { batch } = batchOf([{ actor: messages[0]!.actor, commits: messages.flatMap(({ commits }) => commits) }]);
    const [message] = batch.messages;
    await worker.queue({ ...batch, queue: "forecourt-projection-dead" }, env);
    const path = "/v1/operator/dead-letters";
    const listed = async () => ((await must(admin.call("GET", path))).body as { items: { messageId: string; actor: string }[] }).items;
    expect(await listed()).toContainEqual(expect.objectContaining({ messageId: message?.id, actor: `wallet/${driver.walletId}` }));
    await must(admin.call("POST", `${path}/${message?.id}/replay`));
    expect((await listed()).map(({ messageId }) => messageId)).not.toContain(message?.id);
    await until(async () => (await rowsAbout(driver.walletId)).length > 0, "the queue has brought it again");
    await expectComplete(driver);
  });
});

/** The platform with a data base whose batches go another way. */
function withBatch(batch: (statements: D1PreparedStatement[]) => Promise<unknown>): Env {
  const DB = new Proxy(env.DB, {
    get: (target, name) => {
      if (name === "batch") return batch;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { ...env, DB };
}
