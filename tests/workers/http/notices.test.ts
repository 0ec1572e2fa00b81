import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { phoneName } from "../../../worker/modules/credentials/phones.ts";
import { messagesOf, newPhone, phoneDriver } from "../kit/phone.ts";
import { must, newOperator, openPlatform } from "../kit/platform.ts";
import { projected } from "../kit/readModels.ts";
import { until } from "../kit/until.ts";

beforeAll(async () => {
  await openPlatform();
});
afterEach(() => {
  vi.restoreAllMocks();
});

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
