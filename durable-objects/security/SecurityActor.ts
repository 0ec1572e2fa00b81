import type { By } from "@forecourt/contract/audit";
import type { ConfirmationView, Passkey, ProtectionSettings, SecretHash } from "@forecourt/contract/confirmations";
import type { DriverView } from "@forecourt/contract/identity";
import type { Notice, NoticeOutcome } from "@forecourt/contract/notices";
import type { ProtectionView } from "@forecourt/contract/protection";
import { type Rejected, type Result, rejected } from "@forecourt/contract/result";
import type {
  Credential,
  CredentialView,
  MergeView,
  PhoneCredential,
  ProfileView,
  SecurityCommand,
  SecurityEvent,
  SessionView,
} from "@forecourt/contract/security";
import { credentialName } from "@forecourt/contract/security";
import type { ActorEnv } from "../env.ts";
import { HostedActor } from "../runtime/actor.ts";
import { ActorHost } from "../runtime/host.ts";
import { again, commandIdentity, commandSecurity, commandWallet } from "../stubs.ts";
import { worldOf } from "../world.ts";
import { pinRefusal } from "./confirmations.ts";
import { handOver } from "./handingOver.ts";
import { lockRefusal } from "./locks.ts";
import type { SecurityMessage } from "./messages.ts";
import { security } from "./security.ts";
import { settingsView } from "./settings.ts";
import {
  confirmationView,
  credentialViews,
  findConfirmation,
  findSession,
  isDoubted,
  isGuarded,
  mergeView,
  protectionView,
  proves,
  type SecurityState,
  sessionViews,
} from "./state.ts";

/** Tells a driver something on their phone; the edge supplies it, since SMS go from there. */
export type TellPhone = (message: Extract<SecurityMessage, { to: "phone" }>) => Promise<void>;

/** Has WeChat bring a message to a driver; the edge supplies it. Throws when it was certainly not sent, and may be yet. */
export type TellWechat = (notice: Notice) => Promise<NoticeOutcome>;

/** A driver's security; its name is the driver's id. Thin: what happens is decided in `security.ts`. */
export abstract class SecurityActor extends HostedActor<ActorEnv> {
  readonly host: ActorHost<SecurityState, SecurityCommand, SecurityEvent, SecurityMessage>;

  protected abstract readonly tellPhone: TellPhone;
  protected abstract readonly tellWechat: TellWechat;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, security, { ...worldOf(env), send: (message, id) => this.#send(message, id) });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  execute(commandId: string, command: SecurityCommand, said?: unknown, by?: By): Result<unknown> {
    return this.host.execute(commandId, command, said, by);
  }

  /** Carries out a command, and waits for what it owes to be tried once: for callers that want to know what came of it. */
  async executeAndSettle(commandId: string, command: SecurityCommand): Promise<Result<unknown>> {
    const result = this.host.execute(commandId, command);
    await this.host.settle();
    return result;
  }

  /** Null until the driver has signed in, and once the account is another's part. */
  driver(): DriverView | null {
    const { driver, mergedInto } = this.host.state;
    return mergedInto === null ? driver : null;
  }

  /** Newest first. */
  sessions(): readonly SessionView[] {
    return sessionViews(this.host.state, Date.now());
  }

  credentials(): readonly CredentialView[] {
    return credentialViews(this.host.state);
  }

  /** The driver's credential of a kind; null when there is none. For whoever has to reach the driver by it. */
  credential(kind: Credential["kind"]): Credential | null {
    return this.host.state.credentials.find((credential) => credential.kind === kind) ?? null;
  }

  /** How often there was something for others to do; see `AddCredential`. */
  errands(): number {
    return this.host.state.errands;
  }

  merge(): MergeView {
    return mergeView(this.host.state);
  }

  /** Null until the driver has signed in. */
  profile(): ProfileView | null {
    const { driver, avatarId } = this.host.state;
    return driver === null ? null : { name: driver.name, avatarId };
  }

  settings(): ProtectionSettings {
    return settingsView(this.host.state, Date.now());
  }

  /** Whether a change of the driver's security is confirmed by something that they have set. */
  isGuarded(): boolean {
    return isGuarded(this.host.state);
  }

  protection(): ProtectionView {
    return protectionView(this.host.state, Date.now());
  }

  /** Null when there is none, or none any more. */
  confirmation(confirmationId: string): ConfirmationView | null {
    const confirmation = findConfirmation(this.host.state, confirmationId, Date.now());
    return confirmation === undefined ? null : confirmationView(confirmation);
  }

  /** What a PIN is to be hashed with before it is tried; refused while none can be. */
  pinSalt(): { readonly ok: true; readonly reply: Omit<SecretHash, "key"> } | Rejected {
    const { pin } = this.host.state;
    if (pin === null) return rejected("pin_not_set");
    return pinRefusal(this.host.state, Date.now()) ?? { ok: true, reply: { salt: pin.salt, cost: pin.cost } };
  }

  /** The phone that a code is sent to for a proof; refused while that would prove nothing. */
  provingPhone(): { readonly ok: true; readonly reply: PhoneCredential } | Rejected {
    const phone = this.credential("phone");
    if (phone?.kind !== "phone") return rejected("phone_not_bound");
    return proves(this.host.state, "sms", Date.now()) ? { ok: true, reply: phone } : rejected("proof_too_new");
  }

  /** What answers are to be hashed with, by the number of their question; refused while none can be tried. */
  answerSalts(): { readonly ok: true; readonly reply: readonly Omit<SecretHash, "key">[] } | Rejected {
    const refused = lockRefusal(this.host.state, "answers", Date.now());
    return refused ?? { ok: true, reply: this.host.state.questions.map(({ answer: { salt, cost } }) => ({ salt, cost })) };
  }

  /** The device that a session was opened on, as it was named then; null when it was not, and for a session that is over. */
  deviceOf(sessionId: string): string | null {
    return findSession(this.host.state, sessionId, Date.now())?.deviceKey ?? null;
  }

  /** Whether a session is open, and whether its sign-in is one that nobody has stood up for. */
  standing(sessionId: string): "good" | "doubted" | "ended" {
    if (findSession(this.host.state, sessionId, Date.now()) === undefined) return "ended";
    return isDoubted(this.host.state, sessionId) ? "doubted" : "good";
  }

  passkeys(): readonly Passkey[] {
    return this.host.state.passkeys;
  }

  async #send(message: SecurityMessage, id: string): Promise<Result<unknown>> {
    const { driver } = this.host.state;
    // Two drivers may send the same receiver deliveries of the same name.
    const commandId = `${driver?.driverId}/${id}`;
    switch (message.to) {
      case "identity":
        return commandIdentity(this.env, message.name, commandId, message.command);
      case "wallet":
        return commandWallet(this.env, message.walletId, commandId, message.command);
      case "security":
        return commandSecurity(this.env, message.driverId, commandId, message.command);
      case "phone":
        await this.tellPhone(message);
        return { ok: true, seq: 0, reply: null };
      case "wechat":
        return { ok: true, seq: 0, reply: await this.tellWechat(message.notice) };
      case "belongings":
        return handOver(this.env, commandId, message.from, message.intoDriverId);
      case "move": {
        const { credential, fromDriverId, into, yields } = message;
        const name = credentialName(credential);
        const moved = await commandIdentity(this.env, name, commandId, { type: "Move", fromDriverId, to: into });
        if (!moved.ok) return moved;
        return again(() =>
          commandSecurity(this.env, into.driverId, commandId, { type: "AddCredential", driver: into, credential, fromDriverId, yields }),
        );
      }
    }
  }
}
