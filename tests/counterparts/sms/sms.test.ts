import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aliyunSms } from "../../../worker/providers/sms/aliyun.ts";
import type { SmsProvider } from "../../../worker/providers/sms/port.ts";
import { tencentSms } from "../../../worker/providers/sms/tencent.ts";
import { type Served, serve } from "../kit/serve.ts";
import { AliyunSms, aliyunAccount } from "./aliyun.ts";
import type { SmsCounterpart } from "./sms.ts";
import { TencentSms, tencentAccount } from "./tencent.ts";

interface Vendor {
  readonly counterpart: () => SmsCounterpart;
  readonly provider: (baseUrl: string, change?: object) => SmsProvider;
  /** What a secret that is wrong is refused with. */
  readonly wrongSecret: { readonly change: object; readonly reason: string };
  readonly limited: string;
  readonly wrongSign: string;
}

const vendors: Readonly<Record<string, Vendor>> = {
  tencent: {
    counterpart: () => new TencentSms(),
    provider: (baseUrl, change = {}) => tencentSms({ provider: "tencent", region: "ap-guangzhou", ...tencentAccount, baseUrl, ...change }),
    wrongSecret: { change: { secretKey: "another" }, reason: "AuthFailure.SignatureFailure" },
    limited: "LimitExceeded.PhoneNumberDailyLimit",
    wrongSign: "FailedOperation.SignatureIncorrectOrUnapproved",
  },
  aliyun: {
    counterpart: () => new AliyunSms(),
    provider: (baseUrl, change = {}) => aliyunSms({ provider: "aliyun", ...aliyunAccount, baseUrl, ...change }),
    wrongSecret: { change: { accessKeySecret: "another" }, reason: "SignatureDoesNotMatch" },
    limited: "isv.BUSINESS_LIMIT_CONTROL",
    wrongSign: "isv.SMS_SIGNATURE_ILLEGAL",
  },
};

describe.each(Object.entries(vendors))("SMS through %s", (_, vendor) => {
  let counterpart: SmsCounterpart;
  let served: Served;
  let provider: SmsProvider;
  beforeEach(async () => {
    counterpart = vendor.counterpart();
    served = await serve(() => counterpart);
    provider = vendor.provider(served.baseUrl);
  });
  afterEach(() => served.stop());

  const code = (phone = "+8613800138000") => ({
    phone,
    text: { template: "code", code: "012345", minutes: 5 } as const,
    reference: "ref-1",
  });

  it("arrives: the number, the template, and what fills it, signed as the vendor asks", async () => {
    expect(await provider.send(code())).toEqual({ outcome: "sent" });
    expect(counterpart.sent).toEqual([
      { phone: "+8613800138000", template: expect.stringContaining("100001"), parameters: ["012345", "5"] },
    ]);
    const signIn = { template: "sign_in", device: "iPhone (王's) *!", link: "/a/x-y_z" } as const;
    expect(await provider.send({ ...code(), text: signIn })).toEqual({ outcome: "sent" });
    expect(counterpart.sent[1]?.parameters).toEqual(["iPhone (王's) *!", "/a/x-y_z"]);
    for (const template of ["confirmations_reset", "phone_replaced"] as const)
      expect(await provider.send({ ...code(), text: { template } })).toEqual({ outcome: "sent" });
    expect(counterpart.sent.slice(2)).toMatchObject([
      { template: expect.stringContaining("100003"), parameters: [] },
      { template: expect.stringContaining("100004"), parameters: [] },
    ]);
  });

  it("is refused, and is known not to have gone, when the secret, the sign or the number is not right", async () => {
    const { change, reason } = vendor.wrongSecret;
    expect(await vendor.provider(served.baseUrl, change).send(code())).toEqual({ outcome: "refused", reason });
    const otherSign = vendor.provider(served.baseUrl, { signName: "Somebody else" });
    expect(await otherSign.send(code())).toEqual({ outcome: "refused", reason: vendor.wrongSign });
    expect(await provider.send(code("+8613800139999"))).toEqual({ outcome: "refused", reason: vendor.limited });
    expect(counterpart.sent).toEqual([]);
  });

  it("may have gone when the vendor breaks off, fails or mumbles, and is then not sent again", async () => {
    for (const mishap of ["lost", "error_500", "garbage"] as const) {
      counterpart.mischief.plan("send", mishap);
      expect(await provider.send(code()), mishap).toEqual({ outcome: "unknown" });
    }
    expect(counterpart.mischief.calls.send).toBe(3);
    expect(counterpart.sent.length).toBe(2);
  });

  it("arrives once, however slow the answer", async () => {
    counterpart.mischief.plan("send", "slow");
    expect(await provider.send(code())).toEqual({ outcome: "sent" });
    expect(counterpart.sent.length).toBe(1);
  });

  it("may have gone when nobody listens any more", async () => {
    await served.stop();
    expect(await provider.send(code())).toEqual({ outcome: "unknown" });
  });
});
