import type { PaymentCommand, PaymentEvent, PaymentSettlement, ProviderDispute, ProviderPayment } from "@forecourt/contract/payments";
import { type Result, rejected } from "@forecourt/contract/result";
import type { WalletCommand, WalletReplies } from "@forecourt/contract/wallet";
import { accepted, type Decision, type Delivery, defineActor, Hopeless } from "../runtime/definition.ts";

/** One payment at one vendor. Its name is `<provider>/<transactionId>`, so there can be no second one of that number. */
export interface PaymentState {
  readonly provider: string;
  readonly transactionId: string;
  /** As the vendor first told it; null: nothing has arrived. */
  readonly payment: ProviderPayment | null;
  /** What the wallet made of it; null: it has not said so yet. */
  readonly outcome: PaymentSettlement | null;
  /** How far each dispute has come. */
  readonly disputes: Readonly<Record<string, ProviderDispute["state"]>>;
  /** Since when its wallet has been told. */
  readonly toldAtMs: number;
  /** Somebody has been told that the wallet does not answer. */
  readonly flagged: boolean;
  /** Somebody has been told that the vendor contradicts itself. */
  readonly contradicted: boolean;
}

export interface PaymentMessage {
  readonly walletId: string;
  readonly command: Extract<WalletCommand, { type: "RecordPayment" }>;
}

/** Disputes that one payment is remembered to have had. */
const DISPUTES_MAX = 20;
/** A wallet answers within a second; one that has not for so long is a case. */
const UNSETTLED_MS = 30_000;

/** The name of the actor of a payment. */
export function paymentName(provider: string, transactionId: string): string {
  return `${provider}/${transactionId}`;
}

/**
 * Every payment comes in through its own actor, whether a notification, a query or a bill has told of it: the vendor's
 * number is unique for ever, also when the wallet has long forgotten it. What has arrived is written down here before
 * anybody is told so, and handed to the wallet until the wallet has said what it made of it.
 */
export const payment = defineActor<PaymentState, PaymentCommand, PaymentEvent, PaymentMessage>({
  kind: "payment",
  initial: (name) => {
    const slash = name.indexOf("/");
    return {
      provider: name.slice(0, slash),
      transactionId: name.slice(slash + 1),
      payment: null,
      outcome: null,
      toldAtMs: 0,
      flagged: false,
      disputes: {},
      contradicted: false,
    };
  },
  decide(state, command) {
    switch (command.type) {
      case "RecordArrival":
        return recordArrival(state, command.payment);
      case "RecordSettled":
        if (state.payment === null || state.outcome !== null) return accepted([]);
        return accepted([{ type: "PaymentSettled", outcome: command.outcome, ...(state.flagged ? { afterFlag: true } : {}) }]);
      case "FlagUnsettled":
        return flagUnsettled(state);
      case "AttributePayment":
        return attribute(state, command);
      case "RecordDispute":
        return recordDispute(state, command.dispute);
    }
  },
  evolve(state, event, { atMs }) {
    switch (event.type) {
      case "PaymentArrived":
        return { ...state, payment: event.payment, toldAtMs: atMs };
      case "PaymentAttributed":
        if (state.payment === null) return state;
        return { ...state, payment: { ...state.payment, walletId: event.walletId }, toldAtMs: atMs, outcome: null };
      case "PaymentSettled":
        return { ...state, outcome: event.outcome };
      case "PaymentDisputed":
        return { ...state, disputes: { ...state.disputes, [event.dispute.disputeId]: event.dispute.state } };
      case "AlertRaised":
        switch (event.kind) {
          case "payment_contradicted":
            return { ...state, contradicted: true };
          case "payment_unsettled":
            return { ...state, flagged: true };
          case "payment_unattributed":
            return { ...state, outcome: "unattributed" };
          case "payment_disputed":
            return state;
        }
    }
  },
  assert(state) {
    if (state.outcome !== null && state.payment === null) throw new Error("invariant of the payment: settled before it arrived");
  },
  timers: (state) =>
    isUnsettled(state) ? [{ key: "unsettled", dueAtMs: state.toldAtMs + UNSETTLED_MS, command: { type: "FlagUnsettled" } }] : [],
  deliveries,
  publish: (event) => {
    if (event.type === "PaymentSettled") return event.afterFlag === true ? event : null;
    return event.type === "PaymentArrived" ? null : event;
  },
  upcast: (stored) => stored as PaymentEvent,
  stateVersion: 3,
});

/** Told to the wallet, which has not said what it made of it. */
function isUnsettled({ payment: arrived, outcome, flagged }: PaymentState): boolean {
  return arrived !== null && arrived.walletId !== null && outcome === null && !flagged;
}

function flagUnsettled(state: PaymentState): Decision<PaymentState, PaymentEvent> {
  const { payment: arrived, provider, transactionId } = state;
  if (arrived === null || !isUnsettled(state)) return accepted([]);
  const { orderId, walletId, amountMinor, currency } = arrived;
  const facts = { provider, orderId, walletId, amountMinor, currency };
  return accepted([{ type: "AlertRaised", kind: "payment_unsettled", subjectId: transactionId, facts }]);
}

/** The wallet then sets it apart, since it has no such order, and it can be credited there. */
function attribute(
  state: PaymentState,
  { walletId, operator, note }: Extract<PaymentCommand, { type: "AttributePayment" }>,
): Decision<PaymentState, PaymentEvent> {
  if (state.payment?.walletId === walletId) return accepted([]);
  if (state.payment === null || state.outcome !== "unattributed") return rejected("payment_not_quarantined");
  const { orderId, amountMinor, currency } = state.payment;
  return accepted([{ type: "PaymentAttributed", walletId, operator, note, about: { orderId, amountMinor, currency } }]);
}

function recordArrival(state: PaymentState, told: ProviderPayment): Decision<PaymentState, PaymentEvent> {
  const { transactionId, orderId, walletId, amountMinor, currency } = told;
  const reply = (after: PaymentState) => after.outcome;
  if (state.payment === null) {
    if (walletId !== null) return accepted([{ type: "PaymentArrived", payment: told }], reply);
    const facts = { provider: state.provider, orderId, amountMinor, currency };
    return accepted(
      [
        { type: "PaymentArrived", payment: told },
        { type: "AlertRaised", kind: "payment_unattributed", subjectId: transactionId, facts },
      ],
      reply,
    );
  }
  const known = state.payment;
  const isSame = known.orderId === orderId && known.amountMinor === amountMinor && known.currency === currency;
  if (isSame || state.contradicted) return accepted([], reply);
  // Two things said under one number can't both be true. What was done stays done; a person asks the vendor.
  const facts = {
    provider: state.provider,
    orderId,
    amountMinor,
    currency,
    firstOrderId: known.orderId,
    firstAmountMinor: known.amountMinor,
  };
  return accepted([{ type: "AlertRaised", kind: "payment_contradicted", subjectId: transactionId, facts }], reply);
}

/** How far each state is: notices come unordered, and what has been decided is not opened again. */
const DISPUTE_STEPS: Readonly<Record<ProviderDispute["state"], number>> = { inquiry: 0, opened: 1, won: 2, lost: 2 };

function recordDispute(state: PaymentState, dispute: ProviderDispute): Decision<PaymentState, PaymentEvent> {
  const { disputeId, amountMinor, currency, reason, transactionId } = dispute;
  const known = state.disputes[disputeId];
  if (known !== undefined && DISPUTE_STEPS[dispute.state] <= DISPUTE_STEPS[known]) return accepted([]);
  if (known === undefined && Object.keys(state.disputes).length >= DISPUTES_MAX) return accepted([]);
  const facts = { provider: state.provider, disputeId, state: dispute.state, reason, amountMinor, currency };
  return accepted([
    { type: "PaymentDisputed", dispute },
    { type: "AlertRaised", kind: "payment_disputed", subjectId: transactionId, facts },
  ]);
}

function deliveries({ provider, payment: arrived, outcome }: PaymentState): readonly Delivery<PaymentCommand, PaymentMessage>[] {
  if (arrived === null || arrived.walletId === null || outcome !== null) return [];
  const { walletId, transactionId, ...facts } = arrived;
  return [
    {
      // The wallet knows the command by it, so it is unique there too.
      id: `payment/${provider}/${transactionId}`,
      destination: `wallet/${walletId}`,
      message: { walletId, command: { type: "RecordPayment", provider, providerTransactionId: transactionId, ...facts } },
      acknowledge(reply) {
        const result = reply as Result<WalletReplies["RecordPayment"]>;
        if (!result.ok) throw new Hopeless(`the wallet refused: ${result.code}`);
        return { type: "RecordSettled", outcome: result.reply.outcome };
      },
    },
  ];
}
