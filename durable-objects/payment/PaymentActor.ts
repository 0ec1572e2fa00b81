import type { By } from "@forecourt/contract/audit";
import type { Origin } from "@forecourt/contract/origin";
import type { PaymentCommand, PaymentEvent, PaymentSettlement, ProviderDispute, ProviderPayment } from "@forecourt/contract/payments";
import type { Result } from "@forecourt/contract/result";
import type { ActorEnv } from "../env.ts";
import { HostedActor } from "../runtime/actor.ts";
import { ActorHost } from "../runtime/host.ts";
import { withTimeout } from "../runtime/timeout.ts";
import { commandWallet } from "../stubs.ts";
import { worldOf } from "../world.ts";
import { type PaymentMessage, type PaymentState, payment } from "./payment.ts";

/** A vendor waits five seconds for its answer at most. What is not settled by then is settled later all the same. */
const SETTLE_MS = 3_000;

/** A payment that its payer contests. */
export interface PaymentContested {
  /** Null: it has not arrived yet. */
  readonly payment: ProviderPayment | null;
  /** What the wallet made of it; null: it has not said so yet. */
  readonly settlement: PaymentSettlement | null;
  /** How far the contest has come, which a notice that comes late may be behind. */
  readonly state: ProviderDispute["state"];
}

/** The Durable Object of one payment; see `payment.ts`. */
export class PaymentActor extends HostedActor<ActorEnv> {
  readonly host: ActorHost<PaymentState, PaymentCommand, PaymentEvent, PaymentMessage>;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, payment, {
      ...worldOf(env),
      send: ({ walletId, command }, deliveryId) => commandWallet(this.env, walletId, deliveryId, command),
    });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  /**
   * The money has arrived. Once this answers it is written down, and will reach its wallet whatever happens.
   * @returns what the wallet made of it; null: it has not said so yet
   */
  async record(arrived: ProviderPayment): Promise<PaymentSettlement | null> {
    this.host.execute(`arrival/${this.host.seq}/${arrived.orderId}/${arrived.amountMinor}`, { type: "RecordArrival", payment: arrived });
    if (this.host.state.outcome === null) await withTimeout(SETTLE_MS, () => this.host.settle()).catch(() => undefined);
    return this.host.state.outcome;
  }

  /**
   * The payer contests the payment, or the contest has been decided.
   * @returns how the contest stands, and the payment
   */
  dispute(dispute: ProviderDispute): PaymentContested {
    const { disputeId } = dispute;
    this.host.execute(`dispute/${disputeId}/${dispute.state}`, { type: "RecordDispute", dispute });
    const { payment: arrived, outcome, disputes } = this.host.state;
    return { payment: arrived, settlement: outcome, state: disputes[disputeId] ?? dispute.state };
  }

  /** An operator knows whose payment it is. */
  async attribute(
    commandId: string,
    about: Omit<Extract<PaymentCommand, { type: "AttributePayment" }>, "type">,
    by: By,
    origin: Origin,
  ): Promise<Result<unknown>> {
    const command = { type: "AttributePayment", ...about } as const;
    const result = this.host.execute(commandId, command, command, by, origin);
    await withTimeout(SETTLE_MS, () => this.host.settle()).catch(() => undefined);
    return result;
  }
}
