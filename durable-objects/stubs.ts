import type { AccountCommand, AccountReply } from "@forecourt/contract/account";
import type { ActorRef, JournalPage } from "@forecourt/contract/commit";
import type { Result } from "@forecourt/contract/result";
import type { StationCommand, StationReply } from "@forecourt/contract/station";
import type { WalletCommand, WalletReply } from "@forecourt/contract/wallet";
import type { ActorEnv } from "./env.ts";

/**
 * The one place that turns an id into an actor. Every call that may be repeated goes through {@link again}: after a
 * deploy or a crash an object answers from a new place, and the command's id makes the repetition harmless.
 */

/** The wallet of this id. */
export function walletOf(env: Pick<ActorEnv, "WALLET">, walletId: string) {
  return env.WALLET.getByName(walletId);
}

/** The station of this id. */
export function stationOf(env: Pick<ActorEnv, "STATION">, stationId: string) {
  return env.STATION.getByName(stationId);
}

/** The identity that a credential stands for, e.g. `wechat:<openid>`. */
export function identityOf(env: Pick<ActorEnv, "IDENTITY">, credential: string) {
  return env.IDENTITY.getByName(credential);
}

/** The one catalog. */
export function catalogOf(env: Pick<ActorEnv, "CATALOG">) {
  return env.CATALOG.getByName("catalog");
}

/** The account of a driver. */
export function accountOf(env: Pick<ActorEnv, "ACCOUNT">, driverId: string) {
  return env.ACCOUNT.getByName(driverId);
}

/** Has a wallet carry out a command, once, however often it is called with this id. `said`: see the runtime's `execute`. */
export function commandWallet<Command extends WalletCommand>(
  env: Pick<ActorEnv, "WALLET">,
  walletId: string,
  commandId: string,
  command: Command,
  said?: unknown,
): Promise<Result<WalletReply<Command>>> {
  return again(async () => (await walletOf(env, walletId).execute(commandId, command, said)) as Result<WalletReply<Command>>);
}

/** Has a station carry out a command, once, however often it is called with this id. */
export function commandStation<Command extends StationCommand>(
  env: Pick<ActorEnv, "STATION">,
  stationId: string,
  commandId: string,
  command: Command,
): Promise<Result<StationReply<Command>>> {
  return again(async () => (await stationOf(env, stationId).execute(commandId, command)) as Result<StationReply<Command>>);
}

/** Has a driver's account carry out a command, once, however often it is called with this id. `said`: see the runtime's `execute`. */
export function commandAccount<Command extends AccountCommand>(
  env: Pick<ActorEnv, "ACCOUNT">,
  driverId: string,
  commandId: string,
  command: Command,
  said?: unknown,
): Promise<Result<AccountReply<Command>>> {
  return again(async () => (await accountOf(env, driverId).execute(commandId, command, said)) as Result<AccountReply<Command>>);
}

/** A page of what an actor has published after a seq. */
export function publicationsOf(env: Omit<ActorEnv, "PROJECTION" | "DB">, actor: ActorRef, afterSeq: number): Promise<JournalPage> {
  return again(() => stubOf(env, actor).publications(afterSeq) as Promise<JournalPage>);
}

function stubOf(env: Omit<ActorEnv, "PROJECTION" | "DB">, { kind, id }: ActorRef) {
  switch (kind) {
    case "wallet":
      return walletOf(env, id);
    case "station":
      return stationOf(env, id);
    case "identity":
      return identityOf(env, id);
    case "catalog":
      return catalogOf(env);
    case "account":
      return accountOf(env, id);
  }
}

/** Tries a repeatable call once more, on a new stub, when the platform says that this may help. */
export async function again<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!isRetryable(error)) throw error;
    return await call();
  }
}

function isRetryable(error: unknown): boolean {
  const { retryable, overloaded } = error as { retryable?: boolean; overloaded?: boolean };
  return retryable === true && overloaded !== true;
}
