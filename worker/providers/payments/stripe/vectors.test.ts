import { afterEach, describe, expect, it, vi } from "vitest";
import { stripeAccount } from "./config.ts";
import { readStripeNotice } from "./notice.ts";

afterEach(() => {
  vi.useRealTimers();
});

describe("the signature of an event", () => {
  const account = stripeAccount({ STRIPE_SECRET_KEY: "sk_test", STRIPE_PUBLISHABLE_KEY: "pk_test", STRIPE_WEBHOOK_SECRET: "whsec_test" });
  if (account === null) throw new Error("Stripe is not switched on");
  const body = '{"id":"evt_1","object":"event"}';
  const signature = "t=1700000000,v1=4c15fb2a43f93ef61eaa3e0893866d57cad9cad4223242cfb96f362480cb4021";
  const read = (text: string, header: string) => readStripeNotice(account, new Headers({ "stripe-signature": header }), text);

  it("is HMAC-SHA256 over its time and the body, with the whole text of the secret as the key", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: 1_700_000_000_000 });
    expect(await read(body, signature)).toMatchObject({ kind: "other", noticeId: "evt_1" });
    await expect(read(`${body} `, signature)).rejects.toMatchObject({ code: "signature_invalid" });
  });

  it("is worth nothing five minutes later, nor five minutes too early", async () => {
    for (const atS of [1_700_000_301, 1_699_999_699]) {
      vi.useFakeTimers({ toFake: ["Date"], now: atS * 1000 });
      await expect(read(body, signature)).rejects.toMatchObject({ code: "signature_invalid" });
    }
  });
});
