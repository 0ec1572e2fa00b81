import { spawn } from "node:child_process";
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { DirectoryLockedError } from "./lock.ts";
import { Outbox } from "./outbox.ts";
import type { NewTerminalEvent } from "./record.ts";
import { temporaryDirectory } from "./testing/terminals.ts";

const idle: NewTerminalEvent = { type: "pump.state", data: { pump: 3, state: "idle" } };
const NOW = 1_800_000_000_000;

/** Opens, does, closes: what is seen afterwards was on the disk. */
function inSession<Seen>(directory: string, work: (outbox: Outbox) => Seen): Seen {
  const outbox = new Outbox(directory, { keepAcknowledged: 5 });
  try {
    return work(outbox);
  } finally {
    outbox.close();
  }
}

const pendingSeqs = (outbox: Outbox): readonly number[] => [...outbox.pending()].map(({ event }) => event.seq);

describe("the outbox", () => {
  it("goes on counting after a restart and still has what was not acknowledged", () => {
    const directory = temporaryDirectory();
    inSession(directory, (outbox) => {
      outbox.append([idle, idle, idle], NOW);
      outbox.acknowledge([2]);
    });
    inSession(directory, (outbox) => {
      expect(pendingSeqs(outbox)).toEqual([1, 3]);
      expect(outbox.append([idle], NOW)[0]?.seq).toBe(4);
    });
  });

  it("cuts off a line that was torn by a kill, whatever its length, and gives its seq out anew", () => {
    const directory = temporaryDirectory();
    const log = join(directory, "events.log");
    inSession(directory, (outbox) => outbox.append([idle], NOW));
    const whole = readFileSync(log).length;
    inSession(directory, (outbox) => outbox.append([{ ...idle, data: { pump: 4, state: "calling" } }], NOW));
    const both = readFileSync(log);
    for (let bytes = whole; bytes < both.length; bytes += 1) {
      writeFileSync(log, both);
      truncateSync(log, bytes);
      inSession(directory, (outbox) => {
        expect(pendingSeqs(outbox)).toEqual([1]);
        expect(outbox.append([idle], NOW)[0]?.seq).toBe(2);
      });
      inSession(directory, (outbox) => expect(pendingSeqs(outbox)).toEqual([1, 2]));
    }
  });

  it("sends again what a torn acknowledgement leaves open", () => {
    const directory = temporaryDirectory();
    inSession(directory, (outbox) => outbox.append([idle], NOW));
    appendFileSync(join(directory, "events.log"), '{"kind":"acknowledged","seq');
    inSession(directory, (outbox) => expect(pendingSeqs(outbox)).toEqual([1]));
  });

  it("opens although the disk has damaged a line, and keeps a copy", () => {
    const directory = temporaryDirectory();
    inSession(directory, (outbox) => outbox.append([idle, idle, idle], NOW));
    const log = join(directory, "events.log");
    const lines = readFileSync(log, "utf8").split("\n");
    writeFileSync(log, [lines[0], "\u0000\u0000", lines[2], ""].join("\n"));
    inSession(directory, (outbox) => {
      expect(outbox.damagedLines).toBe(1);
      expect(pendingSeqs(outbox)).toEqual([1, 3]);
    });
    expect(readFileSync(`${log}.damaged`, "utf8")).toContain("\u0000");
  });

  it("gives no number to an event that does not have the contract's shape", () => {
    inSession(temporaryDirectory(), (outbox) => {
      expect(() => outbox.append([idle, { type: "pump.state", data: { pump: 0, state: "idle" } }], NOW)).toThrow(/pump.state.*data.pump/);
      expect(outbox.lastSeq).toBe(0);
      expect(outbox.append([idle], NOW)[0]?.seq).toBe(1);
    });
  });

  it("gives an acknowledged event back exactly as it was, also after a compaction and a restart", () => {
    const directory = temporaryDirectory();
    const first = inSession(directory, (outbox) => {
      for (let round = 0; round < 2_000; round += 1) outbox.acknowledge(outbox.append([idle], NOW + round).map(({ seq }) => seq));
      outbox.append([idle], NOW);
      return outbox.get(1_999)?.event;
    });
    expect(readFileSync(join(directory, "events.log"), "utf8").split("\n").length).toBeLessThan(1_200);
    inSession(directory, (outbox) => {
      outbox.requeue([1_999]);
      expect(outbox.get(1_999)?.event).toEqual(first);
      expect(pendingSeqs(outbox)).toEqual([1_999, 2_001]);
      expect(outbox.get(1), "bounded").toBeUndefined();
      expect(outbox.append([idle], NOW)[0]?.seq).toBe(2_002);
    });
  });

  it("goes on counting when nothing at all is kept", () => {
    const directory = temporaryDirectory();
    const outbox = new Outbox(directory, { keepAcknowledged: 0 });
    for (let round = 0; round < 501; round += 1) outbox.acknowledge(outbox.append([idle], NOW).map(({ seq }) => seq));
    outbox.close();
    inSession(directory, (later) => {
      expect(later.get(501)).toBeUndefined();
      expect(later.append([idle], NOW)[0]?.seq).toBe(502);
    });
  });

  it("is for one process at a time", () => {
    const directory = temporaryDirectory();
    inSession(directory, () => expect(() => new Outbox(directory)).toThrow(DirectoryLockedError));
    writeFileSync(join(directory, "lock"), JSON.stringify({ pid: process.ppid, started: null }));
    expect(() => new Outbox(directory)).toThrow(DirectoryLockedError);
  });

  it.each([
    ["of a process that is gone", '{"pid":4194303,"started":null}'],
    ["of an earlier process with this one's number", JSON.stringify({ pid: process.pid, started: "1" })],
    ["that was torn", '{"pi'],
  ])("takes over a lock %s", (_, lock) => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "lock"), lock);
    inSession(directory, (outbox) => expect(outbox.append([idle], NOW)[0]?.seq).toBe(1));
  });

  it("has every seq that it ever gave out after the process was killed", async () => {
    const directory = temporaryDirectory();
    const module = fileURLToPath(new URL("./outbox.ts", import.meta.url));
    const program = `
      const { Outbox } = await import(${JSON.stringify(module)});
      const outbox = new Outbox(${JSON.stringify(directory)});
      for (;;) {
        const [event] = outbox.append([{ type: "pump.state", data: { pump: 3, state: "idle" } }], Date.now());
        if (event.seq % 3 === 0) outbox.acknowledge([event.seq]);
        process.stdout.write(event.seq + "\\n");
      }`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: ["ignore", "pipe", "inherit"] });
    let printed = "";
    child.stdout.on("data", (part: Buffer) => {
      printed += part.toString();
      if (printed.split("\n").length > 50) child.kill("SIGKILL");
    });
    await new Promise((resolve) => child.on("close", resolve));
    const last = Number(printed.split("\n").at(-2));
    inSession(directory, (outbox) => {
      expect(last).toBeGreaterThanOrEqual(50);
      expect(outbox.lastSeq).toBeGreaterThanOrEqual(last);
      for (let seq = 1; seq <= last; seq += 1) expect(outbox.get(seq)?.event.seq).toBe(seq);
    });
  });
});
