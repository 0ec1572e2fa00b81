import { orderId, walletId } from "@forecourt/contract/ids";
import type { ProviderOrder } from "@forecourt/contract/payments";
import type { TopupView } from "@forecourt/contract/wallet";
import { walletOf } from "@forecourt/durable-objects/stubs";
import type { Env } from "../../../env.ts";

export type PageRequest = Request & { readonly params: Readonly<Record<string, string>> };
export type PageOrder = TopupView & { readonly walletId: string };

/** The order of this address; null when there is none. Whoever knows its number sees its amount and whether it is paid, and may pay it. */
export async function orderAt(env: Env, { params }: PageRequest): Promise<PageOrder | null> {
  const [wallet, order] = [walletId.safeParse(params.walletId), orderId.safeParse(params.orderId)];
  if (!wallet.success || !order.success) return null;
  const view = await walletOf(env, wallet.data).topup(order.data);
  return view === null ? null : { ...view, walletId: wallet.data };
}

/** Whether its provider takes money for it now. */
export function isPayable({ state, expiresAtMs }: PageOrder): boolean {
  return state === "awaiting_payment" && expiresAtMs > Date.now();
}

/** Where a provider's cashier leads back to. */
export function donePath({ walletId, orderId }: Pick<ProviderOrder, "walletId" | "orderId">): string {
  return `/pay/done/${walletId}/${orderId}`;
}
