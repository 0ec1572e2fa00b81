import { ActorHost } from "@forecourt/durable-objects/runtime/host";
import { type WalletMessage, wallet } from "@forecourt/durable-objects/wallet/wallet";

/**
 * `node bench/executeMain.ts`: what a command costs in JavaScript alone, without a data base, a call or a disk: the runtime and the wallet in
 * Node, over a storage that forgets. The best of some rounds, so that it says the same on a busy machine.
 */
const PAIRS = 4_000;
const ROUNDS = 12;

const nothing = { toArray: () => [], one: () => ({ version: 1 }), *[Symbol.iterator]() {} };
const storage = {
  sql: { exec: () => nothing },
  transactionSync: (work: () => unknown) => work(),
  getAlarm: async () => null,
  setAlarm: async () => undefined,
} as unknown as DurableObjectStorage;
const id = { name: "wal_execute" } as DurableObjectId;

const host = new ActorHost({ storage, id }, wallet, {
  now: () => Date.now(),
  random: () => 0.5,
  send: (_message: WalletMessage) => new Promise(() => {}),
  publish: async () => {},
  projectedSeq: async () => Number.MAX_SAFE_INTEGER,
  log: () => {},
});

function give(commandId: string, command: Parameters<typeof host.execute>[1]) {
  const result = host.execute(commandId, command);
  if (!result.ok) throw new Error(`${command.type}: ${result.code}`);
  return result.reply;
}

give("open", { type: "OpenWallet", driverId: "drv_1", currency: "CNY", spendingPolicy: "prorata" });
const { orderId } = give("order", { type: "RequestTopup", provider: "sandbox", amountMinor: 50_000_000, bonusMinor: 2_500_000 }) as {
  orderId: string;
};
const paid = { orderId, provider: "sandbox", providerTransactionId: "x", amountMinor: 50_000_000, currency: "CNY", paidAtMs: Date.now() };
give("paid", { type: "RecordPayment", ...paid });

let fill = 0;
function pair(): void {
  const fuelingId = `fue_${(fill++).toString(36).padStart(26, "0")}`;
  const atMs = Date.now();
  const reserve = { fuelingId, stationId: "s1", atMostMinor: 100, atLeastMinor: 100, currency: "CNY", ttlMs: 600_000 } as const;
  give(`reserve/${fuelingId}`, { type: "ReserveFunds", ...reserve });
  const facts = { fuelingId, stationId: "s1", pump: 1, nozzle: 1, grade: "92", volumeMl: 134, unitPriceMilli: 7_480, amountMinor: 100 };
  const fueling = { ...facts, transactionId: fuelingId, startedAtMs: atMs, endedAtMs: atMs, offline: false };
  give(`capture/${fuelingId}`, { type: "CaptureFunds", fueling });
}

let bestMs = Number.POSITIVE_INFINITY;
for (let round = 0; round < ROUNDS; round++) {
  const startedAtMs = performance.now();
  for (let count = 0; count < PAIRS; count++) {
    pair();
    // What a command sets off runs before the next one, as it does between requests.
    if (count % 8 === 0) await null;
  }
  bestMs = Math.min(bestMs, performance.now() - startedAtMs);
  await new Promise((done) => setTimeout(done));
}
console.log(`${((bestMs * 1000) / PAIRS / 2).toFixed(1)} µs a command, the mean of reserving and capturing`);
