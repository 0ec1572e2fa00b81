import { setTimeout as wait } from "node:timers/promises";
import type { IngestItem, StationConfig } from "@forecourt/contract/station";
import type { EventsReply, TerminalEvent } from "@forecourt/contract/terminal";
import { accepted, address, type Contestant, freshId, inParallel, type Scenario, SLOTS, WALLETS_PER_SLOT, walletId } from "./scenario.ts";
import { openWallets } from "./wallets.ts";

const PUMPS = 4;
const SETTLE_MS_MAX = 20_000;
const ready = new Set<string>();
/** By contestant and station: what its terminal sent last. */
const terminals = new Map<string, { seq: number; fills: number }>();

const stationId = (slot: number): string => `bench-${slot}`;
const terminalId = (slot: number): string => `bench-${slot}.t1`;

function config(slot: number): StationConfig {
  return {
    stationId: stationId(slot),
    regionId: "bench",
    names: { "zh-CN": "站", "zh-TW": "站", en: "Bench" },
    address: "1 Road",
    location: { lat: 31, lng: 121 },
    currency: "CNY",
    timeZone: "Asia/Shanghai",
    pumps: Array.from({ length: PUMPS }, (_, pump) => ({
      pump: pump + 1,
      terminalId: terminalId(slot),
      nozzles: [{ nozzle: 1, grade: "92" }],
    })),
    fillLimitMinor: 50_000,
    fillMinimumMinor: 100,
  };
}

/**
 * A complete fill: nozzle lifted, code scanned, fuel flows, fuel has flown and nozzle back. Four signed requests of a terminal; the edge,
 * which checks the signature and opens the code, is not in it. Progress reports write nothing and are left out.
 */
export const fills: Scenario = {
  title: `complete fill, ${SLOTS} stations, ${SLOTS} in flight, until settled`,
  unit: "fills",
  slots: SLOTS,
  async prepare(contestant) {
    await openWallets(contestant);
    if (ready.has(contestant.name)) return;
    ready.add(contestant.name);
    await inParallel(contestant, async (connection, slot) => {
      const { ok } = await connection.json<{ ok: boolean }>("POST", address(contestant, "equip", stationId(slot)), config(slot));
      if (!ok) throw new Error("the station was not set up");
    });
  },
  step(contestant, slot, connection) {
    const key = `${contestant.name}/${slot}`;
    const terminal = terminals.get(key) ?? { seq: 0, fills: 0 };
    terminals.set(key, terminal);
    const path = address(contestant, "station", stationId(slot));
    return async (timed) => {
      const pump = 1 + (terminal.fills % PUMPS);
      const wallet = walletId(slot, terminal.fills++ % WALLETS_PER_SLOT);
      const send = async (...items: readonly IngestItem[]) =>
        accepted<EventsReply>(await timed(connection, "POST", path, JSON.stringify({ terminalId: terminalId(slot), items })));
      const event = (type: TerminalEvent["type"], data: object) =>
        ({ type, at: new Date().toISOString(), seq: ++terminal.seq, data: { pump, ...data } }) as TerminalEvent;

      await send({ kind: "event", event: event("pump.state", { state: "calling", nozzle: 1, grade: "92" }) });
      const code = { ok: true, walletId: wallet, codeId: freshId("code"), expiresAtMs: Date.now() + 60_000 } as const;
      const asked = event("fuel.authorization_requested", { grade: "92", paymentCode: "-", limitMinor: 500 });
      const authorised = await send({ kind: "event", event: asked, code });
      const { authorization, declined } = authorised.results[0] ?? {};
      if (authorization === undefined) throw new Error(`declined: ${declined?.code ?? JSON.stringify(authorised.results[0])}`);

      const reading = { fuelingId: authorization.fuelingId, nozzle: 1, grade: "92" };
      const startedAt = new Date().toISOString();
      await send({ kind: "event", event: event("fuel.started", { ...reading, volumeMl: 0, amountMinor: 0 }) });
      const totalizerMl = 500 * (1 + Math.floor((terminal.fills - 1) / PUMPS));
      const sale = { volumeMl: 500, amountMinor: 374, unitPriceMilli: 7_480, transactionId: `${slot}-${terminal.fills}` };
      const times = { startedAt, endedAt: new Date().toISOString() };
      const done = event("fuel.completed", { ...reading, ...sale, totalizerMl, ...times });
      const { results } = await send({ kind: "event", event: done }, { kind: "event", event: event("pump.state", { state: "idle" }) });
      if (results[0]?.status !== "accepted") throw new Error(`not taken: ${JSON.stringify(results[0])}`);
      return 1;
    };
  },
  after: settled,
};

async function settled(contestant: Contestant): Promise<void> {
  await inParallel(contestant, async (connection, slot) => {
    for (const endMs = Date.now() + SETTLE_MS_MAX; ; await wait(5)) {
      const { fills } = await connection.json<{ fills: number }>("GET", address(contestant, "unsettled", stationId(slot)));
      if (fills === 0) return;
      if (Date.now() > endMs) throw new Error(`${fills} fills of ${stationId(slot)} are not settled`);
    }
  });
}
