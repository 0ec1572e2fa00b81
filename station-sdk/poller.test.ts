import type { TerminalCommand } from "@forecourt/contract/terminal";
import { describe, expect, it } from "vitest";
import { scene } from "./testing/terminals.ts";
import { settled, until } from "./testing/time.ts";

const command = (cursor: number): TerminalCommand => ({
  id: `cmd-${cursor}`,
  cursor,
  type: "notify",
  data: { topic: "shift", text: `number ${cursor}` },
});

describe("commands", () => {
  it("go on after a restart where the last handled one was, and not before its handler was done", async () => {
    const { platform, open } = scene();
    platform.push(command(1));
    platform.push(command(2));
    const handled: string[] = [];
    const client = open();
    let isStuck = false;
    client.start(async ({ id }) => {
      handled.push(id);
      if (id !== "cmd-2") return;
      isStuck = true;
      throw new Error("the power fails in the middle");
    });
    await until(() => isStuck);
    await client.close();

    const later = open();
    later.start(({ id }) => {
      handled.push(id);
    });
    await until(() => handled.length === 3);
    expect(handled).toEqual(["cmd-1", "cmd-2", "cmd-2"]);
    await until(() => platform.polls.at(-1) === 2);
    expect(platform.polls).toEqual([0, 1, 2]);
  });

  it("are not carried out again when the server repeats them", async () => {
    const { platform, open } = scene();
    const handled: string[] = [];
    const client = open();
    client.start(({ id }) => {
      handled.push(id);
    });
    platform.push(command(1));
    await until(() => platform.polls.at(-1) === 1);
    platform.push({ ...command(1), cursor: 2 });
    await until(() => platform.polls.at(-1) === 2);
    expect(handled).toEqual(["cmd-1"]);
  });

  it("arrive in their order, as soon as they are given", async () => {
    const { platform, open } = scene();
    const handled: string[] = [];
    const client = open();
    client.start(async ({ id }) => {
      await settled();
      handled.push(id);
    });
    for (const cursor of [1, 2, 3]) platform.push(command(cursor));
    await until(() => handled.length === 3);
    expect(handled).toEqual(["cmd-1", "cmd-2", "cmd-3"]);
  });

  it("don't stop the ones behind when one keeps failing or is of an unknown kind", async () => {
    const { platform, time, statuses, open } = scene();
    platform.push(command(1));
    platform.commands.push({ ...command(2), type: "dance" } as unknown as TerminalCommand);
    platform.commands.push(command(3));
    const handled: string[] = [];
    const client = open();
    client.start(({ id }) => {
      if (id === "cmd-1") throw new Error("never works");
      handled.push(id);
    });
    await settled();
    await time.advance(60_000);
    expect(handled).toEqual(["cmd-3"]);
    expect(statuses).toContainEqual({ kind: "command_unknown", commandId: "cmd-2" });
    expect(statuses.filter(({ kind }) => kind === "command_failed").map((change) => "givenUp" in change && change.givenUp)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it("are asked for again after the network was away, without a storm of attempts", async () => {
    const { platform, time, open } = scene();
    let attempts = 0;
    let isCut = true;
    const flaky: typeof fetch = (input, init) => {
      attempts += 1;
      return isCut ? Promise.reject(new TypeError("fetch failed")) : platform.fetch(input, init);
    };
    const handled: string[] = [];
    const client = open({ surroundings: { fetch: flaky } });
    client.start(({ id }) => {
      handled.push(id);
    });
    await settled();
    await time.advance(600_000);
    expect(attempts).toBeLessThan(40);
    isCut = false;
    platform.push(command(1));
    await time.advance(60_000);
    expect(handled).toEqual(["cmd-1"]);
  });
});
