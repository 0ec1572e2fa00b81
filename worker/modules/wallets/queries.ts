import type { wallet } from "@forecourt/contract/http/driver";
import { again, walletOf } from "@forecourt/durable-objects/stubs";
import type { z } from "zod";
import type { Env } from "../../env.ts";
import { Problem } from "../../http/problem.ts";

/** A wallet as its driver sees it, from the wallet itself. */
export async function driverWallet(env: Env, walletId: string): Promise<z.input<typeof wallet>> {
  const view = await again(async () => walletOf(env, walletId).view());
  if (view === null) throw new Problem("wallet_not_found");
  const { reservations, ...balances } = view;
  return {
    ...balances,
    reservations: reservations.map(({ expiresAtMs, ...held }) => ({ ...held, expiresAt: new Date(expiresAtMs).toISOString() })),
  };
}
