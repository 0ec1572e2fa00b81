import type { AccountCommand, AccountReply } from "@forecourt/contract/account";
import type { DisempoweringCommand } from "@forecourt/contract/administration";
import type { By } from "@forecourt/contract/audit";
import type { CatalogCommand } from "@forecourt/contract/catalog";
import type { ActorRef, JournalPage } from "@forecourt/contract/commit";
import type { ExportCommand, ExportView } from "@forecourt/contract/exports";
import type { IdentityCommand, IdentityReply } from "@forecourt/contract/identity";
import type { OperatorCommand, ProofOutcome } from "@forecourt/contract/operator";
import type { Origin } from "@forecourt/contract/origin";
import type { Result } from "@forecourt/contract/result";
import type { SecurityCommand, SecurityReply } from "@forecourt/contract/security";
import type { StationCommand, StationReply } from "@forecourt/contract/station";
import type { WalletCommand, WalletReply } from "@forecourt/contract/wallet";
import type { ActorEnv } from "./env.ts";
import { paymentName } from "./payment/payment.ts";

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

/** The identity that a credential stands for, e.g. `wechat:<hash>`. */
export function identityOf(env: Pick<ActorEnv, "IDENTITY">, credential: string) {
  return env.IDENTITY.getByName(credential);
}

/** The one catalog. */
export function catalogOf(env: Pick<ActorEnv, "CATALOG">) {
  return env.CATALOG.getByName("catalog");
}

/** The stock of a package. */
export function stockOf(env: Pick<ActorEnv, "STOCK">, packageId: string) {
  return env.STOCK.getByName(packageId);
}

/** The account of a driver. */
export function accountOf(env: Pick<ActorEnv, "ACCOUNT">, driverId: string) {
  return env.ACCOUNT.getByName(driverId);
}

/** The export of this id. */
function exportOf(env: Pick<ActorEnv, "EXPORT">, exportId: string) {
  return env.EXPORT.getByName(exportId);
}

/** An export as it is this moment; null when nobody has asked for it. */
export function viewExport(env: Pick<ActorEnv, "EXPORT">, exportId: string): Promise<ExportView | null> {
  return again(async () => (await exportOf(env, exportId).view()) as ExportView | null);
}

/** Has an export carry out a command of an operator, once, however often it is called with this id. */
export function commandExport(
  env: Pick<ActorEnv, "EXPORT">,
  exportId: string,
  commandId: string,
  command: ExportCommand,
  by?: By,
): Promise<Result<unknown>> {
  return again(async () => (await exportOf(env, exportId).execute(commandId, command, by)) as Result<unknown>);
}

/** The one audit trail. */
export function auditOf(env: Pick<ActorEnv, "AUDIT">) {
  return env.AUDIT.getByName("audit");
}

/** The actor of one payment at one vendor. */
export function paymentOf(env: Pick<ActorEnv, "PAYMENT">, provider: string, transactionId: string) {
  return env.PAYMENT.getByName(paymentName(provider, transactionId));
}

/** The account of an operator. */
export function operatorOf(env: Pick<ActorEnv, "OPERATOR">, operatorId: string) {
  return env.OPERATOR.getByName(operatorId);
}

/** The security of a driver: sessions, credentials, what has to be confirmed. */
export function securityOf(env: Pick<ActorEnv, "SECURITY">, driverId: string) {
  return env.SECURITY.getByName(driverId);
}

/** The throttle of an address or a device, by a hash of it. */
export function throttleOf(env: Pick<ActorEnv, "THROTTLE">, name: string) {
  return env.THROTTLE.getByName(name);
}

/** Who keeps the keys of sealed texts. */
export function keyringOf(env: Pick<ActorEnv, "KEYRING">) {
  return env.KEYRING.getByName("keyring");
}

/** The one set of risk rules. */
export function rulesOf(env: Pick<ActorEnv, "RULES">) {
  return env.RULES.getByName("rules");
}

/** Who has used a device or an address, by a hash of it. */
export function sightingOf(env: Pick<ActorEnv, "SIGHTING">, name: string) {
  return env.SIGHTING.getByName(name);
}

/** The one queue of what may take an administrator's power away. */
export function administrationOf(env: Pick<ActorEnv, "ADMINISTRATION">) {
  return env.ADMINISTRATION.getByName("administration");
}

/** Who keeps a vendor's access token, by the vendor's name. */
export function accessTokenOf(env: Pick<ActorEnv, "ACCESS_TOKEN">, vendor: string) {
  return env.ACCESS_TOKEN.getByName(vendor);
}

/** Who keeps the keys of addresses. */
export function addressKeysOf(env: Pick<ActorEnv, "ADDRESS_KEYS">) {
  return env.ADDRESS_KEYS.getByName("address-keys");
}

/** Has a credential's identity carry out a command, once, however often it is called with this id. */
export function commandIdentity<Command extends IdentityCommand>(
  env: Pick<ActorEnv, "IDENTITY">,
  name: string,
  commandId: string,
  command: Command,
): Promise<Result<IdentityReply<Command>>> {
  return again(async () => (await identityOf(env, name).execute(commandId, command)) as Result<IdentityReply<Command>>);
}

/** Has a driver's security carry out a command, once, however often it is called with this id. `said`, `by`: see the runtime's `execute`. */
export function commandSecurity<Command extends SecurityCommand>(
  env: Pick<ActorEnv, "SECURITY">,
  driverId: string,
  commandId: string,
  command: Command,
  said?: unknown,
  by?: By,
): Promise<Result<SecurityReply<Command>>> {
  return again(async () => (await securityOf(env, driverId).execute(commandId, command, said, by)) as Result<SecurityReply<Command>>);
}

/** Has a wallet carry out a command, once, however often it is called with this id. `said`, `by`, `origin`: see the runtime's `execute`. */
export function commandWallet<Command extends WalletCommand>(
  env: Pick<ActorEnv, "WALLET">,
  walletId: string,
  commandId: string,
  command: Command,
  said?: unknown,
  by?: By,
  origin?: Origin,
): Promise<Result<WalletReply<Command>>> {
  return again(async () => (await walletOf(env, walletId).execute(commandId, command, said, by, origin)) as Result<WalletReply<Command>>);
}

/** Has a station carry out a command, once, however often it is called with this id. `said`, `by`: see the runtime's `execute`. */
export function commandStation<Command extends StationCommand>(
  env: Pick<ActorEnv, "STATION">,
  stationId: string,
  commandId: string,
  command: Command,
  said?: unknown,
  by?: By,
): Promise<Result<StationReply<Command>>> {
  return again(async () => (await stationOf(env, stationId).execute(commandId, command, said, by)) as Result<StationReply<Command>>);
}

/** Has a driver's account carry out a command, once, however often it is called with this id. `said`, `by`: see the runtime's `execute`. */
export function commandAccount<Command extends AccountCommand>(
  env: Pick<ActorEnv, "ACCOUNT">,
  driverId: string,
  commandId: string,
  command: Command,
  said?: unknown,
  by?: By,
): Promise<Result<AccountReply<Command>>> {
  return again(async () => (await accountOf(env, driverId).execute(commandId, command, said, by)) as Result<AccountReply<Command>>);
}

/** Has the catalog carry out a command of an operator, once, however often it is called with this id. */
export function commandCatalog(
  env: Pick<ActorEnv, "CATALOG">,
  commandId: string,
  command: CatalogCommand,
  by?: By,
): Promise<Result<unknown>> {
  return again(async () => (await catalogOf(env).execute(commandId, command, by)) as Result<unknown>);
}

/** Has an operator's account carry out a command, once, however often it is called with this id. */
export function commandOperator(
  env: Pick<ActorEnv, "OPERATOR">,
  operatorId: string,
  commandId: string,
  command: OperatorCommand,
  by: By,
): Promise<Result<ProofOutcome | null>> {
  return again(async () => (await operatorOf(env, operatorId).execute(commandId, command, by)) as Result<ProofOutcome | null>);
}

/** Does to an operator what may take a power away, in turn with whatever others do of that kind; see `contract/administration.ts`. */
export function administerOperator(
  env: Pick<ActorEnv, "ADMINISTRATION">,
  operatorId: string,
  commandId: string,
  command: DisempoweringCommand,
  by: By,
): Promise<Result<null>> {
  return again(async () => (await administrationOf(env).administer(commandId, operatorId, command, by)) as Result<null>);
}

/** A page of what an actor has published after a seq. */
export function publicationsOf(env: Omit<ActorEnv, "PROJECTION" | "DB">, actor: ActorRef, afterSeq: number): Promise<JournalPage> {
  return again(() => stubOf(env, actor).publications(afterSeq) as Promise<JournalPage>);
}

/** What an actor has parked. */
export function parkedOf(env: Omit<ActorEnv, "PROJECTION" | "DB">, actor: ActorRef) {
  return again(() => parking(env, actor).parkedDeliveries());
}

/** Sends a parked delivery again. @returns whether there is one */
export function replayParked(env: Omit<ActorEnv, "PROJECTION" | "DB">, actor: ActorRef, deliveryId: string, by: By) {
  return again(async () => parking(env, actor).replayDelivery(deliveryId, by));
}

interface Parking {
  parkedDeliveries(): Promise<
    readonly {
      readonly deliveryId: string;
      readonly destination: string;
      readonly failures: number;
      readonly parkedAtMs: number | null;
      readonly error: string;
    }[]
  >;
  replayDelivery(deliveryId: string, by: By): Promise<boolean>;
}

function parking(env: Omit<ActorEnv, "PROJECTION" | "DB">, actor: ActorRef): Parking {
  return stubOf(env, actor) as unknown as Parking;
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
    case "audit":
      return auditOf(env);
    case "payment":
      return env.PAYMENT.getByName(id);
    case "export":
      return exportOf(env, id);
    case "stock":
      return stockOf(env, id);
    case "operator":
      return operatorOf(env, id);
    case "security":
      return securityOf(env, id);
    case "throttle":
      return throttleOf(env, id);
    case "rules":
      return rulesOf(env);
    case "sighting":
      return sightingOf(env, id);
    case "administration":
      return administrationOf(env);
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

/**
 * Whether a call that may be repeated has failed for no reason of its own: the network, or the object's having been started anew.
 *
 * @see https://developers.cloudflare.com/durable-objects/best-practices/error-handling/
 */
export function isRetryable(error: unknown): boolean {
  const { retryable, durableObjectReset, overloaded } = error as Readonly<Record<string, unknown>>;
  return (retryable === true || durableObjectReset === true) && overloaded !== true;
}
