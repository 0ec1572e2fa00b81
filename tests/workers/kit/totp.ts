import { totpAt } from "../../../worker/auth/totp.ts";

/** An authenticator app; each code that it gives is of a later step than the one before, as a patient person's would be. */
export class Authenticator {
  readonly #secret: string;
  #step = 0;

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** The next code that is good now; at most two can be had without waiting. */
  code(): string {
    const present = Math.floor(Date.now() / 30_000);
    this.#step = Math.max(this.#step + 1, present - 1);
    return totpAt(this.#secret, this.#step);
  }

  /** The code that was given last. */
  again(): string {
    return totpAt(this.#secret, this.#step);
  }
}
