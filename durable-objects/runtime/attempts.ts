/** What is known of a delivery that has failed. */
export interface Attempts {
  readonly deliveryId: string;
  readonly destination: string;
  readonly failures: number;
  readonly nextAtMs: number;
  /** Set once it waits for an operator instead of for its time. */
  readonly parkedAtMs: number | null;
  readonly error: string;
}

type Row = { delivery_id: string; destination: string; failures: number; next_at_ms: number; parked_at_ms: number | null; error: string };

/**
 * The failures of deliveries, kept so that back-off and parking outlive the object's memory.
 * A delivery that succeeds at once never has a row here.
 */
export class AttemptTable {
  readonly #sql: SqlStorage;
  readonly #byDelivery = new Map<string, Attempts>();

  /** @param exists false for an object whose tables are yet to be made */
  constructor(sql: SqlStorage, exists = true) {
    this.#sql = sql;
    if (!exists) return;
    for (const row of sql.exec<Row>("SELECT * FROM delivery_attempts")) {
      this.#byDelivery.set(row.delivery_id, {
        deliveryId: row.delivery_id,
        destination: row.destination,
        failures: row.failures,
        nextAtMs: row.next_at_ms,
        parkedAtMs: row.parked_at_ms,
        error: row.error,
      });
    }
  }

  find(deliveryId: string): Attempts | undefined {
    return this.#byDelivery.get(deliveryId);
  }

  ids(): Iterable<string> {
    return this.#byDelivery.keys();
  }

  parked(): readonly Attempts[] {
    return [...this.#byDelivery.values()].filter((attempts) => attempts.parkedAtMs !== null);
  }

  save(attempts: Attempts): void {
    this.#sql.exec(
      `INSERT INTO delivery_attempts (delivery_id, destination, failures, next_at_ms, parked_at_ms, error) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (delivery_id) DO UPDATE SET failures = excluded.failures, next_at_ms = excluded.next_at_ms, parked_at_ms = excluded.parked_at_ms, error = excluded.error`,
      attempts.deliveryId,
      attempts.destination,
      attempts.failures,
      attempts.nextAtMs,
      attempts.parkedAtMs,
      attempts.error,
    );
    this.#byDelivery.set(attempts.deliveryId, attempts);
  }

  forget(deliveryId: string): void {
    if (!this.#byDelivery.delete(deliveryId)) return;
    this.#sql.exec("DELETE FROM delivery_attempts WHERE delivery_id = ?", deliveryId);
  }
}
