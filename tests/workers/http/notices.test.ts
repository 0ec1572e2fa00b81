import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { session } from "@forecourt/contract/http/driver";
import { security } from "@forecourt/contract/http/security";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { phoneName } from "../../../worker/modules/credentials/phones.ts";
import { Driver } from "../kit/driver.ts";
import { call, expectProblem, good } from "../kit/http.ts";
import { messagesOf, newDevice, newPhone, phoneDriver } from "../kit/phone.ts";
import { must, newOperator, openPlatform } from "../kit/platform.ts";
import { projected } from "../kit/readModels.ts";
import { until } from "../kit/until.ts";

beforeAll(async () => {
  await openPlatform();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const inbox = z.object({ items: z.array(z.object({ channel: z.string(), text: z.string(), link: z.string().nullable() })) });
const RESET = "清除您的支付密码";

describe("an operator's reset of what a driver confirms with", () => {
  it("is told by SMS, once for each reset, however often it is said and the alarm goes off", async () => {
    const phone = newPhone();
    const { driverId } = await phoneDriver(phone);
    await projected({ kind: "identity", id: await phoneName(env, `+86${phone}`) });
    const operator = await newOperator("operations");
    const reset = (key: string) =>
      must(
        operator.call("POST", `/v1/operator/drivers/${driverId}/confirmation-methods/reset`, {
          body: { reason: "ID card compared with the face" },
          headers: { "idempotency-key": key },
        }),
      );
    const told = async () => (await messagesOf(phone)).filter(({ text }) => text.includes(RESET));
    await reset("reset-1-of-the-driver");
    await reset("reset-1-of-the-driver");
    await until(async () => (await told()).length > 0, "the phone is told");
    for (let time = 0; time < 3; time++) await runDurableObjectAlarm(env.SECURITY.getByName(driverId));
    expect(await told()).toMatchObject([{ tail: phone.slice(-4), code: null, link: null }]);
    await reset("reset-2-of-the-driver");
    await until(async () => (await told()).length === 2, "the phone is told again");
  });
});

describe("a message by WeChat of a new sign-in", () => {
  const messages = async (name: string) =>
    good(inbox, await call("GET", `/sandbox/inbox/messages?wechat=${name}`)).items.map(({ channel, text, link }) => ({
      channel,
      text,
      link,
    }));

  it("lands in the sandbox's inbox, in the driver's language, and leads to where they answer", async () => {
    const name = crypto.randomUUID().slice(0, 12);
    const body = { provider: "wechat", code: `demo-${name}`, deviceName: "Pixel 9" };
    const arrive = async () =>
      new Driver(good(session, await call("POST", "/v1/driver/sessions", { body, headers: { "forecourt-device": newDevice() } }), 201));
    const driver = await arrive();
    const message = async () => good(security, await driver.call("GET", "/v1/driver/security")).protection.message;
    const offered = await message();
    expect(offered).toEqual({ templateId: "sandbox-sign_in", left: 0 });
    await arrive();
    const consent = { templateId: offered?.templateId, language: "zh-TW" };
    await must(driver.call("POST", "/v1/driver/notices/consents", { body: consent }));
    expect((await message())?.left).toBe(1);
    await arrive();
    await until(async () => (await messages(name)).length > 0, "the message has come");
    const link = "/app/#/packages/account/devices/devices";
    expect(await messages(name)).toEqual([
      { channel: "wechat", text: expect.stringMatching(/^Pixel 9 · .+ · \d{4}年.+ · 若非本人操作，請點按處理$/), link },
    ]);
    expect((await message())?.left).toBe(0);
  });

  it("is nothing to ask for without a WeChat, or by a template that is none of ours", async () => {
    const driver = await phoneDriver();
    expect(good(security, await driver.call("GET", "/v1/driver/security")).protection.message).toBeNull();
    const consent = { templateId: "sandbox-sign_in", language: "en" };
    await must(driver.call("POST", "/v1/driver/notices/consents", { body: consent }));
    const other = { ...consent, templateId: "another" };
    expectProblem(await driver.call("POST", "/v1/driver/notices/consents", { body: other }), "validation_failed");
  });
});
