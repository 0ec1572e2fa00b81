import type { Projection } from "../../projection/projection.ts";
import { changeOf, count, countFirst, countRevived, countTopup, markActive } from "./counting.ts";
import { activeDaily, activeHours, closedDays, cohortsDaily, figuresDaily, figuresHourly, rhythmDaily } from "./schema.ts";

/**
 * The figures. They come before the orders and the wallets, whose rows still say how things stood before the event: whether an
 * order had been given up, whether a driver has ever filled. What changes a wallet's balances is counted there, see `wallets`.
 */
export const figuresProjection: Projection = {
  tables: [figuresHourly, activeHours, closedDays, figuresDaily, activeDaily, cohortsDaily, rhythmDaily],
  handlers: {
    WalletOpened: ({ currency }, place, writes) => {
      count(writes, place, { currency, kind: "driver", source: "", product: "" }, { registered: 1 });
    },
    TopupRequested: ({ currency, provider, packageId = "" }, place, writes) => {
      count(writes, place, { currency, kind: "topup", source: provider, product: packageId }, { requested: 1 });
    },
    TopupCancelled: ({ orderId }, place, writes) => countTopup(writes, place, orderId, { cancelled: 1 }),
    TopupExpired: ({ orderId }, place, writes) => countTopup(writes, place, orderId, { expired: 1 }),
    TopupPaid: ({ orderId, principalMinor, bonusMinor, movement }, place, writes) => {
      countTopup(writes, place, orderId, { topups: 1, toppedUpMinor: principalMinor, bonusMinor, ...changeOf(movement) });
      // Also one that was paid in time: it ran out unconfirmed, before anybody heard of the payment.
      countRevived(writes, orderId);
      markActive(writes, place);
      countFirst(writes, place, "topup");
    },
    RefundSucceeded: ({ orderId, principalMinor }, place, writes) =>
      countTopup(writes, place, orderId, { refunds: 1, refundedMinor: principalMinor }),
    RefundSucceededLate: ({ orderId, principalMinor }, place, writes) =>
      countTopup(writes, place, orderId, { refunds: 1, refundedMinor: principalMinor }),
    RefundUndone: ({ orderId, movement }, place, writes) => {
      countTopup(writes, place, orderId, { refunds: -1, refundedMinor: 0 - movement.principalMinor });
    },
    FundsCaptured: ({ currency, movement }, place, writes) => {
      const { fueling } = movement;
      if (fueling === undefined) return;
      const { stationId, grade, amountMinor, volumeMl } = fueling;
      const fill = { fuelings: 1, fueledMinor: amountMinor, volumeMl, ...changeOf(movement) };
      count(writes, place, { currency, kind: "fill", source: stationId, product: grade }, fill);
      countFirst(writes, place, "fill", { stationId, grade });
    },
  },
};
