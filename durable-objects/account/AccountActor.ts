import type { AccountCommand, AccountEvent, Belongings, Note, VehicleView } from "@forecourt/contract/account";
import type { By } from "@forecourt/contract/audit";
import type { KnownDocument } from "@forecourt/contract/documents";
import type { Result } from "@forecourt/contract/result";
import type { ActorEnv } from "../env.ts";
import { HostedActor } from "../runtime/actor.ts";
import { ActorHost } from "../runtime/host.ts";
import { commandWallet, securityOf } from "../stubs.ts";
import { worldOf } from "../world.ts";
import { account } from "./account.ts";
import { type EraseDocument, hasLeft } from "./documents.ts";
import { type AccountState, belongingsOf, vehicleViews } from "./state.ts";
import type { AccountMessage } from "./tank.ts";

/** A driver's account; its name is the driver's id. Thin: what happens is decided in `account.ts`. */
export abstract class AccountActor extends HostedActor<ActorEnv> {
  readonly host: ActorHost<AccountState, AccountCommand, AccountEvent, AccountMessage>;

  /** Erases a document from the store; the edge supplies it, since the store is there. Again, it does nothing. */
  protected abstract readonly eraseDocument: (message: EraseDocument) => Promise<void>;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, account, { ...worldOf(env), send: (message, id) => this.#send(message, id) });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  /** `said`: see the runtime's `execute`; what was found out about a fill is no part of what the driver said. */
  execute(commandId: string, command: AccountCommand, said?: unknown, by?: By): Result<unknown> {
    return this.host.execute(commandId, command, said, by);
  }

  /** The driver's vehicles, in the order in which they came. */
  vehicles(): readonly VehicleView[] {
    return vehicleViews(this.host.state);
  }

  /** Of operators, the newest first. */
  notes(): readonly Note[] {
    return [...this.host.state.notes].reverse();
  }

  /** Accounts that have become part of this one. */
  joined(): Belongings["joined"] {
    return this.host.state.joined;
  }

  /** What passes on to the account that takes this one in. */
  belongings(): Belongings {
    return belongingsOf(this.host.state);
  }

  /** Where verification documents stand, those that there are. */
  documents(): readonly KnownDocument[] {
    return this.host.state.documents;
  }

  /** Whether a document's address is good no more: the account has let go of the document, or has become part of another. */
  refusesDocument(documentId: string): boolean {
    return this.host.state.handedTo !== null || hasLeft(this.host.state, documentId);
  }

  async #send(message: AccountMessage, id: string): Promise<unknown> {
    if (message.to === "documents") return this.eraseDocument(message);
    const driverId = this.host.ref.id;
    const driver = await securityOf(this.env, driverId).driver();
    // Part of another account, which tells its own wallet.
    if (driver === null) return { ok: true, seq: 0, reply: null };
    const { no, tankMl } = message;
    return commandWallet(this.env, driver.walletId, `${driverId}/${id}`, { type: "NoteTank", no, tankMl });
  }
}
