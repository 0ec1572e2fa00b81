import type { DriverView, IdentityCommand, IdentityEvent } from "@forecourt/contract/identity";
import { type Result, rejected } from "@forecourt/contract/result";
import { type Credential, credentialName, type SecurityCommand, type SecurityEvent } from "@forecourt/contract/security";
import type { WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import { identity } from "@forecourt/durable-objects/identity/identity";
import type { IdentityState } from "@forecourt/durable-objects/identity/state";
import type { SecurityMessage } from "@forecourt/durable-objects/security/messages";
import { security } from "@forecourt/durable-objects/security/security";
import type { SecurityState } from "@forecourt/durable-objects/security/state";
import type { WalletState } from "@forecourt/durable-objects/wallet/state";
import { type WalletMessage, wallet } from "@forecourt/durable-objects/wallet/wallet";
import { expect } from "vitest";
import { type Clock, SimulatedActor } from "../kit/actor.ts";

const HOUR = 3_600_000;

type Identity = SimulatedActor<IdentityState, IdentityCommand, IdentityEvent, never>;
type Security = SimulatedActor<SecurityState, SecurityCommand, SecurityEvent, SecurityMessage>;
type Wallet = SimulatedActor<WalletState, WalletCommand, WalletEvent, WalletMessage>;

/** Two people's WeChats and three phones: few enough that everybody meets everybody. */
export const credentials: readonly Credential[] = [
  ...["w0", "w1"].map((id) => ({ kind: "wechat", id, sealed: `sealed-${id}` }) as const),
  ...["p0", "p1", "p2"].map((id) => ({ kind: "phone", id, sealed: `sealed-${id}`, tail: "0000" }) as const),
];

/** A token that somebody holds. */
export interface Token {
  readonly sessionId: string;
  readonly driverId: string;
  readonly device: string;
  readonly generation: number;
  readonly madeAtMs: number;
}

/** A code that a phone shows, as the model sees it. */
export interface Code {
  readonly codeHash: string;
  readonly sentAtMs: number;
  misses: number;
  used: boolean;
}

/** All the actors that have to do with who somebody is, and what may go wrong between them. */
export class People {
  readonly clock: Clock = { nowMs: Date.UTC(2026, 5, 1, 12) };
  readonly identities = new Map<string, Identity>();
  readonly securities = new Map<string, Security>();
  readonly wallets = new Map<string, Wallet>();
  readonly tokens: Token[] = [];
  /** The newest code of each phone. */
  readonly codes = new Map<string, Code>();
  /** PINs as the drivers know them. */
  readonly pins = new Map<string, string>();
  creditedMinor = 0;
  readonly notes = new Map<object, unknown>();
  /** What the edge has asked an identity for and not done yet: who it leads to may have changed when it comes to that. */
  readonly underWay: (() => string)[] = [];
  #commands = 0;

  newId(): string {
    return `command-${this.#commands++}`;
  }

  identity(name: string): Identity {
    return found(this.identities, name, () => new SimulatedActor(identity, name, this.clock) as Identity);
  }

  security(driverId: string): Security {
    return found(this.securities, driverId, () => new SimulatedActor(security, driverId, this.clock) as Security);
  }

  wallet(walletId: string): Wallet {
    return found(this.wallets, walletId, () => new SimulatedActor(wallet, walletId, this.clock) as Wallet);
  }

  /** Drivers that anybody has ever been. */
  drivers(): readonly DriverView[] {
    return [...this.securities.values()].flatMap(({ state }) => state.driver ?? []);
  }

  /** What the edge does for who has shown a credential. */
  arrive(driver: DriverView, credential: Credential, device: string): Result<unknown> {
    const { driverId, walletId } = driver;
    const opened = this.wallet(walletId).execute("open", { type: "OpenWallet", driverId, currency: "CNY", spendingPolicy: "prorata" });
    expect(opened.ok).toBe(true);
    const command = { type: "StartSession", driver, credential, device: { key: device, name: device }, place: null } as const;
    const result = this.security(driverId).execute(this.newId(), command);
    const { mergedInto } = this.security(driverId).state;
    if (!result.ok && mergedInto !== null) {
      const move = { type: "Move", fromDriverId: driverId, to: mergedInto } as const;
      const moved = this.identity(credentialName(credential)).execute(this.newId(), move);
      const heir = moved.ok ? (moved.reply as DriverView | null) : null;
      return this.arrive(heir ?? mergedInto, credential, device);
    }
    if (!result.ok && result.code === "credential_taken")
      this.security(driverId).execute(this.newId(), { type: "DeclineCredential", credential });
    if (!result.ok) return result;
    const { sessionId } = result.reply as { readonly sessionId: string };
    this.tokens.push({ sessionId, driverId, device, generation: 0, madeAtMs: this.clock.nowMs });
    return result;
  }

  /** Carries one message to its receiver, as the actor's class does. */
  carry(from: Security, message: SecurityMessage, id: string): Result<unknown> | null {
    const commandId = `${from.state.driver?.driverId}/${id}`;
    switch (message.to) {
      case "identity":
        return this.identity(message.name).execute(commandId, message.command);
      case "wallet":
        return this.wallet(message.walletId).execute(commandId, message.command);
      case "security":
        return this.security(message.driverId).execute(commandId, message.command);
      case "wechat":
        return { ok: true, seq: 0, reply: "sent" };
      case "phone":
      // Accounts have stories of their own.
      case "belongings":
        return { ok: true, seq: 0, reply: null };
      case "move": {
        const { credential, fromDriverId, into, yields } = message;
        const moved = this.identity(credentialName(credential)).execute(commandId, { type: "Move", fromDriverId, to: into });
        if (!moved.ok) return moved;
        const command = { type: "AddCredential", driver: into, credential, fromDriverId, yields } as const;
        return this.security(into.driverId).execute(commandId, command);
      }
    }
  }

  /** Sends everything that is owed until nothing is. */
  settle(): void {
    for (let round = 0; round < 200; round++) {
      const owed = [...this.securities.values()].flatMap((from) => from.sendable().map((delivery) => ({ from, delivery })));
      if (owed.length === 0) return;
      for (const { from, delivery } of owed)
        from.acknowledge(delivery, this.carry(from, delivery.message, delivery.id) ?? rejected("unavailable"));
    }
    expect.fail("what is owed never ends");
  }
}

function found<Actor>(all: Map<string, Actor>, name: string, make: () => Actor): Actor {
  const known = all.get(name) ?? make();
  all.set(name, known);
  return known;
}

/** Whether a code on a driver's phone proves anything now: when it came, what was known by then and what has come since, as the journal has it. */
export function provesBySms(world: People, driverId: string): boolean {
  let openedAtMs: number | null = null;
  let phone: { readonly atMs: number; readonly waits: boolean } | null = null;
  let resetAtMs = Number.NEGATIVE_INFINITY;
  let [suspect, frozen] = [false, false];
  for (const { event, at } of world.security(driverId).events()) {
    if (event.type === "DriverNoted") openedAtMs ??= at.atMs;
    if (event.type === "RiskAlertRaised") suspect = true;
    if (event.type === "SpendingFrozen") frozen = true;
    if (event.type === "SpendingUnfrozen") frozen = false;
    if (event.type === "AccountMerged") phone = null;
    if (event.type === "ConfirmationMethodsReset") resetAtMs = at.atMs;
    if ((event.type === "CredentialAdded" || event.type === "CredentialReplaced") && event.credential.kind === "phone")
      phone = { atMs: at.atMs, waits: suspect || frozen || openedAtMs === null || at.atMs >= openedAtMs + HOUR };
  }
  const hasSettled = phone !== null && (!phone.waits || world.clock.nowMs >= phone.atMs + 24 * HOUR);
  return hasSettled && world.clock.nowMs >= resetAtMs + 24 * HOUR;
}
