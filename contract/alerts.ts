/**
 * What a person should look at. A kind is added at the end of its group and never means something else; each has its words in the
 * dashboard.
 */

/** What a station tells of. */
export const stationAlertKinds = [
  "settlement_differs",
  "amount_mismatch",
  "price_mismatch",
  "grade_mismatch",
  "totalizer_gap",
  "over_limit",
  "shift_variance",
  "completion_refused",
  "fueling_stalled",
  "late_fill",
] as const;
export type StationAlertKind = (typeof stationAlertKinds)[number];

/** What is wrong with a provider's payment that no wallet can tell of. */
export const paymentAlertKinds = ["payment_unattributed", "payment_unsettled", "payment_contradicted", "payment_disputed"] as const;
export type PaymentAlertKind = (typeof paymentAlertKinds)[number];

export const alertKinds = [
  ...stationAlertKinds,
  ...paymentAlertKinds,
  "payment_quarantined",
  "payment_charged_back",
  "refund_stuck",
  "refund_by_bank",
  "refund_failed",
  "refund_contradicted",
  "stock_oversold",
  "delivery_parked",
  "risk",
  "closed_wallet_owes",
] as const;
export type AlertKind = (typeof alertKinds)[number];
