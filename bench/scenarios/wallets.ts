import { setTimeout as wait } from "node:timers/promises";
import type { WalletCommand } from "@forecourt/contract/wallet";
import { Connection } from "../load/http.ts";
import { accepted, address, type Contestant, freshId, inParallel, type Scenario, SLOTS, WALLETS_PER_SLOT, walletId } from "./scenario.ts";

const AMOUNT_MINOR = 100;
const FUNDS_MINOR = 20_000_000;
const HOT = "wal_benchhot";
/** After so long an actor has compared itself with the read models. */
const OPENED_MS = 22_000;
const ready = new Set<string>();

interface Sent {
  readonly id: string;
  readonly command: WalletCommand;
}

type Send = (sent: Sent) => Promise<{ readonly orderId: string }>;

/** A wallet with funds. */
async function open(contestant: Contestant, connection: Connection, wallet: string): Promise<void> {
  const send = sender((body) => connection.send("POST", address(contestant, "wallet", wallet), body));
  const driverId = `drv_${wallet.slice(4)}`;
  await send({ id: "open", command: { type: "OpenWallet", driverId, currency: "CNY", spendingPolicy: "prorata" } });
  await topup(send, FUNDS_MINOR);
}

const sender =
  (post: (body: string) => Promise<string>): Send =>
  async (sent) =>
    accepted(await post(JSON.stringify(sent)));

/** Order, payment prepared, payment: three commits. */
async function topup(send: Send, amountMinor: number): Promise<void> {
  const { orderId } = await send({
    id: freshId("topup"),
    command: { type: "RequestTopup", provider: "sandbox", amountMinor, bonusMinor: Math.floor(amountMinor / 20) },
  });
  const payment = { prepayId: orderId, signature: "0".repeat(64) };
  await send({ id: `prepared/${orderId}`, command: { type: "RecordPaymentPrepared", orderId, payment } });
  const paid = {
    orderId,
    provider: "sandbox",
    providerTransactionId: `sbx_${orderId}`,
    amountMinor,
    currency: "CNY",
    paidAtMs: Date.now(),
  };
  await send({ id: `payment/${orderId}`, command: { type: "RecordPayment", ...paid } });
}

const once = (name: string): boolean => !ready.has(name) && ready.add(name).size > 0;

async function openHotWallet(contestant: Contestant): Promise<void> {
  if (!once(`${contestant.name}/hot`)) return;
  const connection = await Connection.open(contestant.port);
  await open(contestant, connection, HOT).finally(() => connection.close());
}

/** The thousand wallets; once for each contestant. */
export async function openWallets(contestant: Contestant): Promise<void> {
  if (!once(contestant.name)) return;
  await inParallel(contestant, async (connection, slot) => {
    for (let index = 0; index < WALLETS_PER_SLOT; index++) await open(contestant, connection, walletId(slot, index));
  });
  // What a thousand new wallets have put off until later is no part of the rounds; what the rounds themselves put off is.
  if (contestant.name === "product") await wait(OPENED_MS);
}

function pair(): readonly [Sent, Sent] {
  const fuelingId = freshId("fue");
  const atMs = Date.now();
  const reserve = { fuelingId, stationId: "s1", atMostMinor: AMOUNT_MINOR, atLeastMinor: AMOUNT_MINOR, ttlMs: 600_000 };
  const facts = {
    fuelingId,
    stationId: "s1",
    pump: 1,
    nozzle: 1,
    grade: "92",
    volumeMl: 134,
    unitPriceMilli: 7_480,
    amountMinor: AMOUNT_MINOR,
  };
  const fueling = { ...facts, transactionId: fuelingId, startedAtMs: atMs, endedAtMs: atMs, offline: false };
  return [
    { id: `reserve/${fuelingId}`, command: { type: "ReserveFunds", currency: "CNY", ...reserve } },
    { id: `capture/${fuelingId}`, command: { type: "CaptureFunds", fueling } },
  ];
}

/** Two requests, the second after the first has been acknowledged, as in life. */
const inTurn = (
  title: string,
  slots: number,
  prepare: Scenario["prepare"],
  walletOf: (slot: number, turn: number) => string,
): Scenario => ({
  title,
  unit: "commands",
  slots,
  wallet: walletOf(0, 0),
  prepare,
  step(contestant, slot, connection) {
    let turn = 0;
    return async (timed) => {
      const path = address(contestant, "wallet", walletOf(slot, turn++));
      for (const sent of pair()) accepted(await timed(connection, "POST", path, JSON.stringify(sent)));
      return 2;
    };
  },
});

export const spreadWallets = inTurn(`reserve + capture, 1 024 wallets, ${SLOTS} in flight`, SLOTS, openWallets, (slot, turn) =>
  walletId(slot, turn % WALLETS_PER_SLOT),
);

export const calmWallet = inTurn("reserve + capture, one wallet, one in flight", 1, openHotWallet, () => HOT);

/** A wallet has one fill at a time; so both commands of a fill go in one request, and reach the actor one behind the other. */
export const hotWallet: Scenario = {
  title: `reserve + capture, one wallet, ${SLOTS} pairs in flight`,
  unit: "commands",
  slots: SLOTS,
  wallet: HOT,
  prepare: openHotWallet,
  step: (contestant, _slot, connection) => async (timed) => {
    const answer = await timed(connection, "POST", address(contestant, "pair", HOT), JSON.stringify(pair()));
    for (const result of JSON.parse(answer) as readonly { ok: boolean; code?: string }[])
      if (!result.ok) throw new Error(`refused: ${result.code}`);
    return 2;
  },
};

export const topups: Scenario = {
  title: `top-up (order, prepared, paid), 1 024 wallets, ${SLOTS} in flight`,
  unit: "top-ups",
  slots: SLOTS,
  prepare: openWallets,
  step(contestant, slot, connection) {
    let turn = 0;
    return async (timed) => {
      const path = address(contestant, "wallet", walletId(slot, turn++ % WALLETS_PER_SLOT));
      await topup(
        sender((body) => timed(connection, "POST", path, body)),
        1_000,
      );
      return 1;
    };
  },
};

export const walletReads: Scenario = {
  title: `wallet read, 1 024 wallets, ${SLOTS} in flight`,
  unit: "reads",
  slots: SLOTS,
  prepare: openWallets,
  step(contestant, slot, connection) {
    let turn = 0;
    return async (timed) => {
      await timed(connection, "GET", address(contestant, "wallet", walletId(slot, turn++ % WALLETS_PER_SLOT)));
      return 1;
    };
  },
};
