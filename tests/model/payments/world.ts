import type { PaymentCommand, PaymentEvent, ProviderPayment } from "@forecourt/contract/payments";
import type { WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import { type PaymentMessage, type PaymentState, payment, paymentName } from "@forecourt/durable-objects/payment/payment";
import type { Delivery } from "@forecourt/durable-objects/runtime/definition";
import type { ProviderQuestion } from "@forecourt/durable-objects/wallet/payments";
import type { WalletState } from "@forecourt/durable-objects/wallet/state";
import { type WalletMessage, wallet } from "@forecourt/durable-objects/wallet/wallet";
import { type Clock, SimulatedActor } from "../kit/actor.ts";

/** What the provider has in its books, whatever anybody has heard of it. */
export interface Book {
  readonly orderId: string;
  readonly amountMinor: number;
  readonly expiresAtMs: number;
  closed: boolean;
  readonly payments: { readonly transactionId: string; readonly paidAtMs: number }[];
}

type WalletDelivery = Delivery<WalletCommand, WalletMessage>;

/** A wallet, the actors of its payments, and a provider whose words get lost, come twice, or come late. */
export class PayingWorld {
  readonly clock: Clock = { nowMs: 1_000_000 };
  readonly wallet = new SimulatedActor<WalletState, WalletCommand, WalletEvent, WalletMessage>(wallet, "wal_000001", this.clock);
  readonly payments = new Map<string, SimulatedActor<PaymentState, PaymentCommand, PaymentEvent, PaymentMessage>>();
  readonly books: Book[] = [];
  /** Refunds that the provider has made, by our number. */
  readonly refunds = new Map<string, { readonly transactionId: string; readonly amountMinor: number }>();
  #numbers = 0;

  constructor() {
    const opened = { type: "OpenWallet", driverId: "drv_000001", currency: "CNY", spendingPolicy: "prorata" } as const;
    this.wallet.execute("open", opened);
  }

  next(name: string): string {
    return `${name}-${this.#numbers++}`;
  }

  /** The provider's word that a payment has arrived gets to us, by whatever way. */
  told({ orderId, amountMinor }: Book, { transactionId, paidAtMs }: Book["payments"][number]): void {
    const name = paymentName("sandbox", transactionId);
    const actor =
      this.payments.get(name) ?? new SimulatedActor<PaymentState, PaymentCommand, PaymentEvent, PaymentMessage>(payment, name, this.clock);
    this.payments.set(name, actor);
    const arrived: ProviderPayment = { orderId, walletId: "wal_000001", transactionId, amountMinor, currency: "CNY", paidAtMs };
    actor.execute(this.next("arrival"), { type: "RecordArrival", payment: arrived });
  }

  /** A payment's actor tells the wallet. @param lost the wallet's answer, on its way back */
  handOn(actor: SimulatedActor<PaymentState, PaymentCommand, PaymentEvent, PaymentMessage>, lost: boolean): string | null {
    const [delivery] = actor.sendable();
    if (delivery === undefined) return null;
    const reply = this.wallet.execute(delivery.id, delivery.message.command);
    if (!lost) actor.acknowledge(delivery, reply);
    return `the wallet hears of ${delivery.message.command.providerTransactionId}${lost ? ", and its answer is lost" : ""}`;
  }

  /** The wallet asks the provider. @param lost the provider's answer, on its way back: what it did is done all the same */
  ask(delivery: WalletDelivery, lost: boolean, pending: boolean): string {
    const { message } = delivery;
    if (message.to !== "provider") throw new Error(`${delivery.id} is for no provider`);
    const reply = this.#answer(message, pending);
    if (reply !== null && !lost) this.wallet.acknowledge(delivery, reply);
    return `${delivery.id}${lost ? ", and the answer is lost" : reply === null ? " can't be settled yet" : ""}`;
  }

  #answer(question: ProviderQuestion, pending: boolean): unknown {
    if (question.ask === "return") {
      const { refundNo, transactionId, amountMinor } = question.refund;
      this.refunds.set(refundNo, this.refunds.get(refundNo) ?? { transactionId, amountMinor });
      return pending ? { state: "processing", refundId: refundNo } : { state: "succeeded", refundId: refundNo, atMs: this.clock.nowMs };
    }
    if (question.ask !== "query" && question.ask !== "close") throw new Error(`nobody asks for ${question.ask} here`);
    const book = this.books.find(({ orderId }) => orderId === question.order.orderId);
    const first = book?.payments[0];
    if (question.ask === "query") {
      // A provider that is asked after an order tells of its first payment.
      if (book !== undefined && first !== undefined) this.told(book, first);
      return { asked: true };
    }
    if (book === undefined || first === undefined) {
      if (book !== undefined) book.closed = true;
      return { closed: true };
    }
    this.told(book, first);
    const actor = this.payments.get(paymentName("sandbox", first.transactionId));
    if (actor !== undefined) this.handOn(actor, false);
    return actor?.state.outcome == null ? null : { closed: true };
  }
}
