import type { Stripe } from "stripe";
import type { PaymentSecrets } from "../secrets.ts";

/** An account at Stripe. */
export interface StripeAccount {
  readonly publishableKey: string;
  readonly webhookSecret: string;
  /** Where Stripe.js comes from. */
  readonly jsUrl: string;
  /** The official client; it is large, so it is loaded when the first call needs it. */
  client(): Promise<Stripe>;
}

const JS_URL = "https://js.stripe.com/v3/";
const CALL_MS = 6_000;

/** The account that the secrets name; null unless they are all there. */
export function stripeAccount(secrets: PaymentSecrets): StripeAccount | null {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_PUBLISHABLE_KEY: publishableKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = secrets;
  if (!secretKey || !publishableKey || !webhookSecret) return null;
  return {
    publishableKey,
    webhookSecret,
    jsUrl: secrets.STRIPE_JS_URL || JS_URL,
    async client() {
      const { Stripe: Client } = await import("stripe");
      return new Client(secretKey, {
        httpClient: Client.createFetchHttpClient((...call: Parameters<typeof fetch>) => fetch(...call)),
        // The wallet asks again by itself, and under the same number.
        maxNetworkRetries: 0,
        timeout: CALL_MS,
        telemetry: false,
        ...addressOf(secrets.STRIPE_BASE_URL),
      });
    },
  };
}

/** Another address than Stripe's own, in the client's words. */
function addressOf(baseUrl: string | undefined): { host?: string; port?: string; protocol?: "http" | "https" } {
  if (!baseUrl) return {};
  const { hostname, port, protocol } = new URL(baseUrl);
  return { host: hostname, port: port || (protocol === "http:" ? "80" : "443"), protocol: protocol === "http:" ? "http" : "https" };
}
