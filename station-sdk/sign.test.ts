import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { batchId, createSigner, freshId } from "./sign.ts";

const OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const NEW = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

describe("the signature", () => {
  it("is the one of the standard's own example", () => {
    const headers = createSigner("hongqiao.t1", [OLD]).headers("msg_p5jXN8AQM9LWM0D4loKWxJek", '{"test": 2432232314}', 1_614_265_330_000);
    expect(headers).toEqual({
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
      "forecourt-terminal": "hongqiao.t1",
    });
  });

  it("verifies with either secret while the secret is being changed", () => {
    const headers = createSigner("hongqiao.t1", [OLD, NEW]).headers("id", "{}", Date.now());
    for (const secret of [OLD, NEW]) expect(new Webhook(secret).verify("{}", headers)).toEqual({});
  });
});

describe("the id of a request", () => {
  it("has no dot, which the signed text separates its parts with", () => {
    expect(batchId("hongqiao.t1", "[]")).toMatch(/^hongqiao-t1-[0-9a-f]{32}$/);
    expect(freshId("hongqiao.t1")).not.toContain(".");
  });

  it("is the same for the same content and another for any other", () => {
    expect(batchId("a.b", "[1]")).toBe(batchId("a.b", "[1]"));
    expect(batchId("a.b", "[1]")).not.toBe(batchId("a.b", "[2]"));
    expect(batchId("a.b", "[1]")).not.toBe(batchId("a.c", "[1]"));
  });
});
