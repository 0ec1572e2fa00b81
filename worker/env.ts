import type { ActorEnv } from "@forecourt/durable-objects/env";
import type { Limiter } from "./http/rateLimits.ts";
import type { PaymentSecrets } from "./providers/payments/secrets.ts";

/** Everything that the edge is bound to; `wrangler.toml` and the secrets make it. */
export interface Env extends ActorEnv, PaymentSecrets {
  readonly ASSETS: Fetcher;
  readonly FILES: R2Bucket;
  readonly PROVIDERS_MODE: "sandbox" | "live";
  /** Our own address as vendors reach it, such as `https://fuel.example.com`; empty: the address that was called. */
  readonly PUBLIC_URL: string;
  /** Origins that may call the API from a browser, comma-separated. */
  readonly CORS_ORIGINS: string;
  /** Signs access and refresh tokens; see `auth/signingKeys.ts`. */
  readonly SESSION_SECRET: string;
  /** Seals payment codes: 32 bytes in base64. */
  readonly PAYMENT_CODE_KEY: string;
  /** Wrap the keys of what is kept encrypted; see `crypto/masterKeys.ts`. */
  readonly MASTER_KEYS: string;
  /** Names what must not be written down; 32 bytes in base64; see `crypto/keyedHash.ts`. */
  readonly HASH_KEY: string;
  /** Who sends SMS, with which keys, as JSON; absent: the sandbox. See `providers/sms/`. */
  readonly SMS?: string;
  /** The mini-program's id and secret, as JSON; absent: the sandbox. See `providers/wechat/`. */
  readonly WECHAT?: string;
  /** Days for which the transaction log is kept; absent: see `modules/transactions/retention.ts`. */
  readonly TRANSACTION_LOG_DAYS?: string;
  /** The platform's counters; absent where there are none, see `http/rateLimits.ts`. */
  readonly LIMIT_SIGN_IN?: Limiter;
  readonly LIMIT_CALLBACK?: Limiter;
  readonly LIMIT_CALLER?: Limiter;
}
