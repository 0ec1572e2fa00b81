import type { ActorEnv } from "@forecourt/durable-objects/env";

/** Everything that the edge is bound to; `wrangler.toml` and the secrets make it. */
export interface Env extends ActorEnv {
  readonly ASSETS: Fetcher;
  readonly FILES: R2Bucket;
  readonly PROVIDERS_MODE: "sandbox" | "live";
  /** Origins that may call the API from a browser, comma-separated. */
  readonly CORS_ORIGINS: string;
  /** Signs access and refresh tokens; at least 32 characters. */
  readonly SESSION_SECRET: string;
  /** Seals payment codes: 32 bytes in base64. */
  readonly PAYMENT_CODE_KEY: string;
}
