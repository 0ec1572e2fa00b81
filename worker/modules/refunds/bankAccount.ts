import { bankAccount } from "@forecourt/contract/http/refunds";
import type { z } from "zod";
import { openText, sealText } from "../../crypto/text.ts";
import type { Env } from "../../env.ts";

/** A driver's bank account: sealed before it leaves the edge, opened only for the list that finance exports. */

type BankAccount = z.output<typeof bankAccount>;

const placeOf = (walletId: string): string => `bank-account/${walletId}`;

export function sealBankAccount(env: Env, walletId: string, account: BankAccount): Promise<string> {
  return sealText(env, placeOf(walletId), JSON.stringify(account));
}

export async function openBankAccount(env: Env, walletId: string, sealed: string): Promise<BankAccount> {
  return bankAccount.parse(JSON.parse(await openText(env, placeOf(walletId), sealed)));
}
