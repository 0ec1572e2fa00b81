import type { Env } from "../../worker/env.ts";
import { counted } from "./bill.ts";

/** A backlog for the projection, made while the consumer is held. */
const FILLS_PER_WALLET = 10;
const LOOK_MS = 20;
let isHeld = false;

/** What the consumer waits for. It looks again and again, since a request can't be woken by another one. */
export async function untilReleased(): Promise<void> {
  while (isHeld) await scheduler.wait(LOOK_MS);
}

export function hold(on: boolean): { readonly held: boolean } {
  isHeld = on;
  return { held: on };
}

/** Settles fills of new wallets; each is one message. */
export async function burst(env: Env, wallets: number): Promise<{ readonly commits: number }> {
  const { WALLET } = counted(env, false);
  await Promise.all(
    Array.from({ length: wallets }, async (_, index) => {
      const id = `burst${Date.now().toString(36)}${String(index).padStart(4, "0")}`;
      const stub = WALLET.getByName(`wal_${id}`);
      await stub.execute("open", { type: "OpenWallet", driverId: `drv_${id}`, currency: "CNY", spendingPolicy: "prorata" });
      for (let fill = 0; fill < FILLS_PER_WALLET; fill++) {
        const fuelingId = `fue_${id}${fill}`;
        const endedAtMs = Date.now() + 60_000;
        const facts = {
          fuelingId,
          stationId: "lujiazui",
          pump: 1,
          nozzle: 1,
          grade: "92",
          volumeMl: 1_000,
          unitPriceMilli: 7_480,
          amountMinor: 748,
        };
        const fueling = { ...facts, transactionId: fuelingId, startedAtMs: endedAtMs, endedAtMs, offline: false };
        const result = await stub.execute(`capture/${fuelingId}`, { type: "CaptureFunds", fueling });
        if (!result.ok) throw new Error(result.code);
      }
    }),
  );
  return { commits: wallets * (FILLS_PER_WALLET + 1) };
}
