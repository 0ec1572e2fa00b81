/** What is kept of a command that took effect, so that its repetition is answered and not carried out. */
export interface Receipt {
  readonly seq: number;
  readonly atMs: number;
  readonly fingerprint: string;
  /** JSON, parsed only when it is asked for. */
  readonly reply: string;
}

/** The receipts of the last commands, bounded by number and by age; the journal's tail holds the same. */
export class Receipts {
  readonly #byCommand = new Map<string, Receipt>();
  readonly #countMax: number;
  readonly #ageMsMax: number;

  constructor(countMax: number, ageMsMax: number) {
    this.#countMax = countMax;
    this.#ageMsMax = ageMsMax;
  }

  find(commandId: string, nowMs: number): Receipt | undefined {
    const receipt = this.#byCommand.get(commandId);
    return receipt !== undefined && nowMs - receipt.atMs <= this.#ageMsMax ? receipt : undefined;
  }

  add(commandId: string, receipt: Receipt): void {
    this.#byCommand.delete(commandId);
    this.#byCommand.set(commandId, receipt);
    if (this.#byCommand.size > this.#countMax) {
      const oldest = this.#byCommand.keys().next();
      if (!oldest.done) this.#byCommand.delete(oldest.value);
    }
  }
}
