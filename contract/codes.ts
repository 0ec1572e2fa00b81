/**
 * Every code that a rejection or a problem document may carry. Codes are stable: a client may branch on them;
 * the title and the HTTP status beside each are what {@link https://www.rfc-editor.org/rfc/rfc9457 RFC 9457} calls
 * `title` and `status`. The table is also the reference page's list of codes.
 */
export const codes = {
  // The request itself
  malformed_json: { status: 400, title: "The body is not valid JSON" },
  validation_failed: { status: 400, title: "The request does not have the documented shape" },
  idempotency_key_required: { status: 400, title: "This call needs an Idempotency-Key header" },
  unauthenticated: { status: 401, title: "Sign in first" },
  session_expired: { status: 401, title: "The session has ended; sign in again" },
  credentials_wrong: { status: 401, title: "The credentials are not right" },
  signature_invalid: { status: 401, title: "The signature does not verify" },
  timestamp_out_of_tolerance: { status: 401, title: "The signed timestamp is more than five minutes away" },
  terminal_unknown: { status: 401, title: "No terminal has this id" },
  forbidden: { status: 403, title: "This account may not do that" },
  not_found: { status: 404, title: "Nothing is here" },
  method_not_allowed: { status: 405, title: "This address does not take this method" },
  request_in_flight: { status: 409, title: "The same command is still being carried out" },
  body_too_large: { status: 413, title: "The body is larger than this call takes" },
  unsupported_media_type: { status: 415, title: "The body must be application/json" },
  command_id_reused: { status: 422, title: "This Idempotency-Key was used for another command" },
  too_many_requests: { status: 429, title: "Too many requests; wait and try again" },
  internal_error: { status: 500, title: "Something went wrong on our side" },
  overloaded: { status: 503, title: "Too busy right now; try again shortly" },
  unavailable: { status: 503, title: "A part of the system does not answer; try again shortly" },

  // Wallet
  wallet_not_found: { status: 404, title: "No wallet has this id" },
  currency_mismatch: { status: 409, title: "The wallet holds another currency" },
  insufficient_funds: { status: 409, title: "The wallet does not hold enough" },
  debt_outstanding: { status: 409, title: "An earlier fill is not fully paid; top up first" },
  fueling_in_progress: { status: 409, title: "This wallet already holds a pump" },
  reservation_not_found: { status: 404, title: "No reservation has this id" },
  already_captured: { status: 409, title: "This fill is already settled with another amount" },
  settlement_forgotten: { status: 409, title: "The fill is older than all that the wallet remembers of its settlements" },
  balance_limit_exceeded: { status: 409, title: "The wallet would hold more than it may" },
  topup_not_found: { status: 404, title: "No top-up order has this id" },
  topup_not_payable: { status: 409, title: "This top-up order can no longer be paid" },
  topup_not_cancellable: { status: 409, title: "This top-up order can no longer be cancelled" },
  too_many_open_orders: { status: 409, title: "Too many unpaid orders; pay or cancel one first" },
  payment_code_invalid: { status: 409, title: "This is not a payment code of ours" },
  payment_code_expired: { status: 409, title: "The payment code is older than a minute; show a new one" },
  payment_code_used: { status: 409, title: "The payment code was used already; show a new one" },

  // Catalog
  package_not_found: { status: 404, title: "No package has this id" },
  region_not_found: { status: 404, title: "No region has this id" },
  provider_not_available: { status: 409, title: "This payment method is not available" },

  // Station
  station_not_found: { status: 404, title: "No station has this id" },
  station_currency_fixed: { status: 409, title: "A station's currency can't be changed" },
  station_exists: { status: 409, title: "A station with this id exists" },
  pump_not_found: { status: 404, title: "The station has no such pump" },
  pump_busy: { status: 409, title: "The pump is taken" },
  pump_not_available: { status: 409, title: "The pump is closed, offline or faulty" },
  grade_required: { status: 409, title: "The pump has several grades; name one" },
  grade_unknown: { status: 409, title: "The pump does not have this grade" },
  price_missing: { status: 409, title: "The station has no price for this grade" },
  nozzle_unknown: { status: 409, title: "The pump has no such nozzle" },
  limit_too_small: { status: 409, title: "The limit does not pay for any fuel" },
  fueling_not_found: { status: 404, title: "No fill has this id here" },
  fueling_lapsed: { status: 409, title: "The request for this fill has run out; ask again under a new id" },
  fueling_not_cancellable: { status: 409, title: "Fuel flows or has flowed; the fill can't be cancelled" },
  fueling_already_completed: { status: 409, title: "The fill was completed by another transaction" },
  fueling_wrong_pump: { status: 409, title: "The fill belongs to another pump" },
  transaction_id_reused: { status: 409, title: "This transactionId was used for another fill" },
  terminal_exists: { status: 409, title: "A terminal with this id exists" },
  terminal_not_found: { status: 404, title: "The station has no such terminal" },
  terminal_revoked: { status: 401, title: "The terminal is no longer enrolled" },
  event_malformed: { status: 400, title: "The event does not have the documented shape" },
  seq_out_of_range: { status: 409, title: "The sequence number is too far from the last one" },
  too_many_terminals: { status: 409, title: "The station has as many terminals as it may" },
  price_too_many_scheduled: { status: 409, title: "Too many price changes are scheduled for this grade" },
  endpoint_not_allowed: { status: 409, title: "The endpoint must be a public HTTPS address" },

  // Account
  vehicle_not_found: { status: 404, title: "You have no vehicle of this id" },
  plate_invalid: { status: 422, title: "A number plate does not look like this in your region" },
  plate_taken: { status: 409, title: "You have a vehicle with this plate already" },
  too_many_vehicles: { status: 409, title: "You have as many vehicles as an account may have" },
  record_not_found: { status: 404, title: "You have no record of this id" },
  too_many_records: { status: 409, title: "You have as many records as an account may hold" },
  record_in_future: { status: 422, title: "The fill lies in the future" },
  record_too_old: { status: 422, title: "The fill is more than five years old" },
  record_duplicate: { status: 409, title: "This fill is listed already: the same station, time and litres" },
  unit_price_implausible: { status: 422, title: "No litre costs this: check the amount and the litres" },
  volume_above_tank: { status: 422, title: "The vehicle's tank does not hold that much" },
  odometer_backwards: { status: 422, title: "The odometer would have gone back" },

  // Operation
  delivery_not_found: { status: 404, title: "No parked delivery has this id" },
} as const satisfies Record<string, { status: number; title: string }>;

/** A stable code; see {@link codes}. */
export type Code = keyof typeof codes;
