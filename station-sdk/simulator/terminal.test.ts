import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TerminalEvent } from "@forecourt/contract/terminal";
import { grossMinor } from "@forecourt/contract/units";
import { describe, expect, it, onTestFinished } from "vitest";
import { FakePlatform, SECRET, TERMINAL } from "../testing/platform.ts";
import { temporaryDirectory } from "../testing/terminals.ts";
import { until } from "../testing/time.ts";
import { faultyFetch } from "./faults.ts";
import type { PumpSetup } from "./pump.ts";
import { SimulatedTerminal, type SimulatedTerminalOptions } from "./terminal.ts";

const pumps: readonly PumpSetup[] = [1, 2].map((pump) => ({
  pump,
  nozzles: [
    { nozzle: 1, grade: "92" },
    { nozzle: 2, grade: "95" },
  ],
  flowMlPerMin: 40_000,
}));
const FAR = "2099-01-01T00:00:00Z";

/** Authorises whoever asks. */
function generousPlatform(): FakePlatform {
  const platform = new FakePlatform();
  platform.answer = (event) => {
    if (event.type === "fuel.progress") return { nextProgressInMs: 100 };
    if (event.type !== "fuel.authorization_requested") return {};
    const fuelingId = `fue_${String(event.seq).padStart(6, "0")}`;
    return {
      authorization: {
        fuelingId,
        grade: event.data.grade ?? "92",
        limitMinor: 30_000,
        limitMl: 40_000,
        unitPriceMilli: 7_480,
        expiresAt: FAR,
      },
    };
  };
  return platform;
}

async function terminalOn(platform: FakePlatform, options: Partial<SimulatedTerminalOptions> = {}): Promise<SimulatedTerminal> {
  const terminal = new SimulatedTerminal({
    baseUrl: "http://platform.test",
    terminalId: TERMINAL,
    secret: SECRET,
    directory: temporaryDirectory(),
    pumps,
    speed: 300,
    heartbeatMs: 0,
    ...options,
    surroundings: { fetch: platform.fetch, ...options.surroundings },
  });
  onTestFinished(() => terminal.close());
  await terminal.start();
  return terminal;
}

/** Mulberry32: the same draws in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const completions = (platform: FakePlatform): readonly Extract<TerminalEvent, { type: "fuel.completed" }>[] =>
  [...platform.events.values()].filter((event) => event.type === "fuel.completed");

describe("a simulated terminal", () => {
  it("fills for a payment code and tells it, the moments together", async () => {
    const platform = generousPlatform();
    const terminal = await terminalOn(platform);
    const fill = await terminal.fill({ pump: 2, paymentCode: "code", volumeMl: 20_000, grade: "95" });
    expect(fill).toMatchObject({
      outcome: "completed",
      pump: 2,
      grade: "95",
      volumeMl: 20_000,
      amountMinor: 14_960,
      transactionId: "2-000001",
    });
    expect(await terminal.client.flush(5_000)).toBe(true);
    const together = platform.batches.map(({ events }) =>
      events.map((event) => (event.type === "pump.state" ? event.data.state : event.type)),
    );
    expect(together[0]).toEqual(["calling", "fuel.authorization_requested"]);
    expect(together.at(-1)?.slice(-2)).toEqual(["fuel.completed", "idle"]);
    const types = [...platform.events.values()].map(({ type }) => type);
    expect(types.indexOf("fuel.started")).toBe(2);
  });

  it("says why a fill did not begin", async () => {
    const platform = generousPlatform();
    platform.answer = () => ({ declined: { code: "payment_code_used" } });
    const terminal = await terminalOn(platform);
    expect(await terminal.fill({ pump: 1, paymentCode: "code" })).toMatchObject({ outcome: "declined", code: "payment_code_used" });
    expect(await terminal.fill({ pump: 9, paymentCode: "code" })).toEqual({ outcome: "busy" });
    platform.always = () => "lose_request";
    const offline = await terminalOn(platform, { answerTimeoutMs: 20 });
    expect(await offline.fill({ pump: 1, paymentCode: "code" })).toEqual({ outcome: "offline" });
    expect(terminal.isIdle(1) && offline.isIdle(1)).toBe(true);
  });

  it("fills at a pump that a phone has released, and gives it back on demand", async () => {
    const platform = generousPlatform();
    const terminal = await terminalOn(platform);
    const order = { pump: 1, grades: ["92"], limitMinor: 5_000, limitMl: 40_000, unitPriceMilli: 7_480, expiresAt: FAR };
    platform.push({ id: "a", cursor: 1, type: "authorize", data: { ...order, fuelingId: "fue_000001" } });
    const fill = await terminal.fillReleased({ pump: 1, volumeMl: 20_000 }, new AbortController().signal);
    expect(fill).toMatchObject({ outcome: "completed", fuelingId: "fue_000001", volumeMl: 6_685, amountMinor: 5_000 });
    platform.push({ id: "b", cursor: 2, type: "authorize", data: { ...order, fuelingId: "fue_000002" } });
    platform.push({ id: "c", cursor: 3, type: "release", data: { fuelingId: "fue_000002", pump: 1, reason: "driver_cancelled" } });
    await until(() =>
      [...platform.events.values()].some((event) => event.type === "fuel.cancelled" && event.data.reason === "driver_cancelled"),
    );
    expect(terminal.isIdle(1)).toBe(true);
  });

  it("applies a price when it falls due and closes the shift with its totals", async () => {
    const platform = generousPlatform();
    const terminal = await terminalOn(platform);
    platform.push({
      id: "p",
      cursor: 1,
      type: "set_price",
      data: { grade: "92", unitPriceMilli: 7_500, effectiveAt: "2026-01-01T00:00:00Z" },
    });
    await until(() => [...platform.events.values()].some(({ type }) => type === "price.applied"));
    for (const volumeMl of [10_000, 5_000]) await terminal.fill({ pump: 1, paymentCode: "code", volumeMl });
    terminal.closeShift();
    terminal.closeShift();
    await terminal.client.flush(5_000);
    const shifts = [...platform.events.values()].filter((event) => event.type === "shift.closed").map(({ data }) => data);
    expect(shifts).toMatchObject([{ totals: [{ grade: "92", volumeMl: 15_000, amountMinor: 11_220, count: 2 }] }, { totals: [] }]);
    expect(shifts[0]?.shiftId).not.toBe(shifts[1]?.shiftId);
  });

  it("ends a fill that a stop interrupted with what had flowed, and keeps its meter and sale numbers", async () => {
    const platform = generousPlatform();
    const directory = temporaryDirectory();
    const terminal = await terminalOn(platform, { directory, speed: 5 });
    void terminal.fill({ pump: 1, paymentCode: "code", volumeMl: 40_000 });
    await until(() => [...platform.events.values()].some((event) => event.type === "fuel.progress" && event.data.volumeMl > 500));
    await terminal.close();
    expect(completions(platform)).toHaveLength(0);

    const later = await terminalOn(platform, { directory });
    await until(() => completions(platform).length === 1);
    const interrupted = completions(platform)[0]?.data;
    expect(interrupted).toMatchObject({ transactionId: "1-000001", fuelingId: expect.any(String) });
    expect(interrupted?.volumeMl).toBeGreaterThan(500);
    expect(interrupted?.volumeMl).toBeLessThan(40_000);
    const next = await later.fill({ pump: 1, paymentCode: "code", volumeMl: 1_000 });
    expect(next).toMatchObject({ transactionId: "1-000002", totalizerMl: (interrupted?.totalizerMl ?? 0) + 1_000 });
  });

  it("delivers every fill once through a network that loses, doubles, delays and reorders", async () => {
    const platform = generousPlatform();
    // Delays are cut to hundredths: what counts is the order that they bring about.
    const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms / 100);
        signal.addEventListener("abort", () => {
          clearTimeout(timer);
          resolve();
        });
      });
    const fetch = faultyFetch({ fetch: platform.fetch, now: Date.now, sleep, random: seeded(7), offlineMs: 0, chaos: true });
    const terminal = await terminalOn(platform, { surroundings: { fetch, sleep }, answerTimeoutMs: 500_000, speed: 3_000 });
    const fills = await Promise.all(
      [1, 2].map(async (pump) => {
        const done = [];
        for (let n = 0; n < 10; n += 1) done.push(await terminal.fill({ pump, paymentCode: `code-${pump}-${n}` }));
        return done;
      }),
    );
    await until(() => terminal.client.status().pending === 0);
    const told = fills.flat().map((fill) => (fill.outcome === "completed" ? fill.transactionId : fill.outcome));
    expect(new Set(told).size).toBe(20);
    expect(
      completions(platform)
        .map(({ data }) => data.transactionId)
        .sort(),
    ).toEqual([...told].sort());
    for (const { data } of completions(platform)) expect(data.amountMinor).toBe(grossMinor(data.volumeMl, data.unitPriceMilli));
    expect(platform.ackSeq).toBe(terminal.client.status().lastSeq);
  });
});

describe("the network's faults", () => {
  it("are cuts of the asked length at random times", async () => {
    let nowMs = 0;
    const fetch: typeof globalThis.fetch = faultyFetch({
      fetch: async () => new Response("{}"),
      now: () => nowMs,
      sleep: async () => undefined,
      random: () => 0.5,
      offlineMs: 30_000,
      chaos: false,
    });
    const cut: boolean[] = [];
    for (; nowMs < 300_000; nowMs += 10_000) {
      cut.push(
        await fetch("http://platform.test").then(
          () => false,
          () => true,
        ),
      );
    }
    expect(cut.map((isCut) => (isCut ? "x" : ".")).join("")).toBe(".........xxx.........xxx......");
  });
});

describe("the command line", () => {
  it("starts the demo's terminals and stops cleanly on SIGTERM", async () => {
    const platform = generousPlatform();
    const server = await platform.listen();
    onTestFinished(server.close);
    const directory = temporaryDirectory();
    const demo = join(directory, "demo.json");
    writeFileSync(
      demo,
      JSON.stringify({ operators: [], stations: [{ id: "hongqiao", pumps: [1, 2], terminals: [{ id: TERMINAL, secret: SECRET }] }] }),
    );
    const main = fileURLToPath(new URL("./main.ts", import.meta.url));
    const child = spawn(process.execPath, [main, "--demo", demo, "--state-dir", join(directory, "state"), "--base-url", server.baseUrl], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.on("data", (part: Buffer) => {
      said += part.toString();
    });
    await until(() => platform.events.size > 0 && platform.polls.length > 0);
    child.kill("SIGTERM");
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(0);
    expect(said).toContain("1 terminals with 2 pumps");
    expect(platform.events.get(1)).toMatchObject({ type: "terminal.heartbeat" });
  });
});
