import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { stationOf } from "@forecourt/durable-objects/stubs";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { newDriver } from "../kit/driver.ts";
import { call, expectProblem } from "../kit/http.ts";
import { Socket } from "../kit/live.ts";
import { must, newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { completion, newStation, reading } from "../kit/station.ts";
import { until } from "../kit/until.ts";

interface Pump {
  readonly pump: number;
  readonly state: string;
  readonly fuelingId: string | null;
}
type Frame =
  | {
      readonly type: "station";
      readonly seq: number;
      readonly pumps: readonly Pump[];
      readonly fuelings: readonly { readonly fuelingId: string; readonly state: string }[];
      readonly shiftTotals: readonly { readonly count: number }[];
    }
  | { readonly type: "reading"; readonly fuelingId: string; readonly volumeMl: number; readonly amountMinor: number }
  | { readonly type: "terminal"; readonly terminalId: string; readonly lastSeenAtMs: number; readonly ackSeq: number };

let admin: Operator;
beforeAll(async () => {
  admin = await openPlatform();
});
afterEach(() => {
  vi.useRealTimers();
});

const watch = (stationId: string, { token } = admin) => Socket.open<Frame>(`/v1/operator/stations/${stationId}/live`, token);

describe("an operator's live board", () => {
  it("is told the whole station at once, and then all of a fill: who takes the pump, every reading, the end", async () => {
    const station = await newStation(admin);
    using board = await watch(station.stationId);
    const whole = await until(() => board.last("station"), "the station was told");
    expect(whole.pumps.map(({ state }) => state)).toEqual(["idle", "idle", "idle", "idle"]);
    const driver = await newDriver(50_000);
    const { fuelingId } = await station.authorise(driver, 2);
    const shown = (state: string) =>
      until(() => board.last("station")?.pumps.some((one) => one.pump === 2 && one.state === state), `pump 2 is ${state}`);
    await shown("authorised");
    expect(board.last("station")?.pumps[1]).toMatchObject({ fuelingId });
    await station.terminal.tell("fuel.started", reading(fuelingId, 2, 0));
    await shown("fueling");
    // Somebody looks: the terminal is to report often.
    const said = await station.terminal.tell("fuel.progress", reading(fuelingId, 2, 5_000));
    expect(said).toMatchObject({ nextProgressInMs: 1_000 });
    await until(() => board.last("reading")?.volumeMl === 5_000, "the reading was told");
    expect(board.last("reading")).toMatchObject({ fuelingId, amountMinor: 3_740 });
    await station.terminal.tell("fuel.completed", completion(fuelingId, 2, 10_000));
    await until(() => board.last("station")?.shiftTotals.some(({ count }) => count === 1), "the fill is counted");
    await until(() => board.last("station")?.fuelings.length === 0, "the fill is over");
  });

  it("is told of a heartbeat, which leaves no commit", async () => {
    const station = await newStation(admin);
    using board = await watch(station.stationId);
    await station.terminal.send(station.terminal.heartbeat());
    await station.terminal.send(station.terminal.heartbeat());
    const heard = await until(() => {
      const frame = board.last("terminal");
      return frame?.ackSeq === 2 ? frame : undefined;
    }, "the terminal was heard");
    expect(heard).toMatchObject({ terminalId: station.terminal.terminalId });
    expect(JSON.stringify(board.frames)).not.toMatch(/whsec_|"keys"|secret/);
  });

  it("goes on after the station has left memory, which an open socket does not prevent", async () => {
    const station = await newStation(admin);
    using board = await watch(station.stationId);
    await until(() => board.last("station"), "the station was told");
    await evictDurableObject(stationOf(env, station.stationId));
    await station.terminal.tell("pump.state", { pump: 3, state: "closed" });
    await until(() => board.last("station")?.pumps[2]?.state === "closed", "pump 3 is closed");
  });

  it("has to be opened anew after a quarter of an hour, and is told nothing more until then", async () => {
    const station = await newStation(admin);
    using board = await watch(station.stationId);
    await until(() => board.last("station"), "the station was told");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 15 * 60_000 + 1_000 });
    const told = board.frames.length;
    await runInDurableObject(stationOf(env, station.stationId), (actor) => {
      (actor as unknown as { execute(id: string, command: object): void }).execute("later", {
        type: "SchedulePrice",
        grade: "95",
        unitPriceMilli: 9_000,
        effectiveAtMs: 0,
      });
    });
    await until(() => board.closedWith !== undefined, "the socket was closed");
    expect(board.closedWith).toBe(1012);
    expect(board.frames.length).toBe(told);
  });

  it("is closed to whoever may not see stations, and to stations that are none", async () => {
    const { stationId } = await newStation(admin);
    const path = `/v1/operator/stations/${stationId}/live`;
    const upgrade = { headers: { upgrade: "websocket" } };
    expectProblem(await call("GET", path, upgrade), "unauthenticated");
    expectProblem(await call("GET", path, { ...upgrade, token: (await newDriver()).token }), "unauthenticated");
    expectProblem(await admin.call("GET", path), "validation_failed");
    expectProblem(await admin.call("GET", "/v1/operator/stations/nowhere/live", upgrade), "station_not_found");
    const other = await newOperator("station_manager", ["elsewhere"]);
    expectProblem(await other.call("GET", path, upgrade), "forbidden");
    using board = await watch(stationId, await newOperator("station_manager", [stationId]));
    await until(() => board.last("station"), "the station was told");
  });

  it("holds no more sockets than it may: the oldest makes room", async () => {
    const { stationId } = await newStation(admin);
    const boards: Socket<Frame>[] = [];
    const startMs = Date.now();
    for (let count = 0; count < 33; count++) {
      vi.useFakeTimers({ toFake: ["Date"], now: startMs + count });
      boards.push(await watch(stationId));
    }
    await until(() => boards[0]?.closedWith === 1013, "the first was closed");
    expect(boards.slice(1).filter(({ closedWith }) => closedWith !== undefined)).toEqual([]);
    await must(admin.call("POST", `/v1/operator/stations/${stationId}/prices`, { body: { grade: "95", unitPriceMilli: 9_000 } }));
    await until(() => boards.at(-1)?.frames.length === 2, "the last is told");
    for (const board of boards) board[Symbol.dispose]();
  });
});
