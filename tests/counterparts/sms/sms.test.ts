import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { aliyunSms } from "../../../worker/providers/sms/aliyun.ts";
import type { SmsProvider } from "../../../worker/providers/sms/port.ts";
import { tencentSms } from "../../../worker/providers/sms/tencent.ts";
import type { Counterpart } from "../kit/server.ts";
import { aliyunAccount, startAliyunSms } from "./aliyun.ts";
import { type SentSms, startTencentSms, tencentAccount } from "./tencent.ts";

interface Vendor {
  readonly start: () => Promise<{ readonly counterpart: Counterpart; readonly sent: SentSms[] }>;
  readonly provider: (baseUrl: string, change?: object) => SmsProvider;
  /** What a secret that is wrong is refused with. */
  readonly wrongSecret: { readonly change: object; readonly reason: string };
  readonly limited: string;
  readonly wrongSign: string;
}

const vendors: Readonly<Record<string, Vendor>> = {
  tencent: {
    start: startTencentSms,
    provider: (baseUrl, change = {}) => tencentSms({ provider: "tencent", region: "ap-guangzhou", ...tencentAccount, baseUrl, ...change }),
    wrongSecret: { change: { secretKey: "another" }, reason: "AuthFailure.SignatureFailure" },
    limited: "LimitExceeded.PhoneNumberDailyLimit",
    wrongSign: "FailedOperation.SignatureIncorrectOrUnapproved",
  },
  aliyun: {
    start: startAliyunSms,
    provider: (baseUrl, change = {}) => aliyunSms({ provider: "aliyun", ...aliyunAccount, baseUrl, ...change }),
    wrongSecret: { change: { accessKeySecret: "another" }, reason: "SignatureDoesNotMatch" },
    limited: "isv.BUSINESS_LIMIT_CONTROL",
    wrongSign: "isv.SMS_SIGNATURE_ILLEGAL",
  },
};

describe.each(Object.entries(vendors))("SMS through %s", (_, vendor) => {
  let counterpart: Counterpart;
  let sent: SentSms[];
  let provider: SmsProvider;
  beforeAll(async () => {
    ({ counterpart, sent } = await vendor.start());
    provider = vendor.provider(counterpart.baseUrl);
  });
  afterAll(() => counterpart.close());
  beforeEach(() => {
    sent.length = 0;
    counterpart.asked.length = 0;
  });

  const code = (phone = "+8613800138000") => ({
    phone,
    text: { template: "code", code: "012345", minutes: 5 } as const,
    reference: "ref-1",
  });

  it("arrives: the number, the template, and what fills it, signed as the vendor asks", async () => {
    expect(await provider.send(code())).toEqual({ outcome: "sent" });
    expect(sent).toEqual([{ phone: "+8613800138000", template: expect.stringContaining("100001"), parameters: ["012345", "5"] }]);
    const signIn = { template: "sign_in", device: "iPhone (王's) *!", link: "/a/x-y_z" } as const;
    expect(await provider.send({ ...code(), text: signIn })).toEqual({ outcome: "sent" });
    expect(sent[1]?.parameters).toEqual(["iPhone (王's) *!", "/a/x-y_z"]);
  });

  it("is refused, and is known not to have gone, when the secret, the sign or the number is not right", async () => {
    const { change, reason } = vendor.wrongSecret;
    expect(await vendor.provider(counterpart.baseUrl, change).send(code())).toEqual({ outcome: "refused", reason });
    const otherSign = vendor.provider(counterpart.baseUrl, { signName: "Somebody else" });
    expect(await otherSign.send(code())).toEqual({ outcome: "refused", reason: vendor.wrongSign });
    expect(await provider.send(code("+8613800139999"))).toEqual({ outcome: "refused", reason: vendor.limited });
    expect(sent).toEqual([]);
  });

  it("may have gone when the vendor breaks off, fails or mumbles, and is then not sent again", async () => {
    for (const kind of ["done_then_silent", "fails", "garbage"] as const) {
      counterpart.mishaps.push({ kind });
      expect(await provider.send(code()), kind).toEqual({ outcome: "unknown" });
    }
    expect(counterpart.asked.length).toBe(3);
    expect(sent.length).toBe(2);
  });

  it("arrives once, however slow the answer", async () => {
    counterpart.mishaps.push({ kind: "late", ms: 50 });
    expect(await provider.send(code())).toEqual({ outcome: "sent" });
    expect(sent.length).toBe(1);
  });

  it("may have gone when nobody listens any more", async () => {
    const gone = await vendor.start();
    const { baseUrl } = gone.counterpart;
    await gone.counterpart.close();
    expect(await vendor.provider(baseUrl).send(code())).toEqual({ outcome: "unknown" });
  });
});
