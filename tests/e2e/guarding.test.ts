import { describe, expect, it, vi } from "vitest";
import { type Api, CallFailed } from "../../scripts/platform/api.ts";
import { Phone } from "./kit/app.ts";
import { useBrowser } from "./kit/browser.ts";
import { listed, topUp } from "./kit/drivers.ts";
import {
  arriveElsewhere,
  messagesOf,
  newNumber,
  type Own,
  ownApi,
  PIN,
  setPin,
  shareNumber,
  sheet,
  signInByNumber,
  typeCode,
} from "./kit/identity.ts";

const FIRST_CAR = "你的第一辆车是什么？";
const BIRTH_CITY = "你在哪个城市出生？";
const ANSWERS = [
  { questionId: "first_car", answer: "捷达" },
  { questionId: "birth_city", answer: "苏州" },
];

/** Questions, and a PIN, which is set by an answer to one. */
async function setGuards(api: Api): Promise<void> {
  await api.call("PUT", "/v1/driver/security/questions", { questions: ANSWERS });
  const set = () => api.call("PUT", "/v1/driver/security/pin", { pin: PIN });
  const refused: unknown = await set().catch((error) => error);
  if (!(refused instanceof CallFailed)) throw new Error("no answer was asked for");
  const { confirmationId } = refused.problem;
  await api.call("POST", "/v1/driver/security/proofs", { do: "confirm", confirmationId, answers: [{ no: 1, answer: "苏州" }] });
  await set();
}

/** Five wrong PINs for a change that has to be confirmed. */
async function lockPin({ api, accessToken }: Own, origin: string): Promise<void> {
  const refused = await fetch(`${origin}/v1/driver/security/threshold`, {
    method: "PUT",
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    body: JSON.stringify({ thresholdMinor: 50_000 }),
  });
  const { confirmationId } = (await refused.json()) as { confirmationId: string };
  for (let wrong = 0; wrong < 5; wrong++)
    await api.call("POST", `/v1/driver/confirmations/${confirmationId}`, { method: "pin", pin: "999998" }).catch(() => undefined);
}

const give = (phone: Phone) => phone.page.locator(".footer").filter({ visible: true }).getByRole("button").click();

describe("a locked PIN", () => {
  const open = useBrowser();

  it("says for how long, and is unlocked by SMS, and by a security question", async () => {
    const phone = new Phone(await open());
    const number = newNumber();
    await signInByNumber(phone, number);
    const own = await ownApi(phone);
    await setGuards(own.api);
    await lockPin(own, phone.origin);
    await phone.go("packages/account/security/security");
    await phone.sees(/^支付密码已锁定，(\d+ 秒|1 分钟)后可再试$/);
    await phone.tap("现在解锁");
    await phone.tap("获取验证码");
    await typeCode(phone, number);
    await give(phone);
    await phone.page.getByText(/^支付密码已锁定/).waitFor({ state: "detached" });
    await lockPin(own, phone.origin);
    await phone.go("pages/me/me");
    await phone.go("packages/account/security/security");
    await phone.tap("现在解锁");
    await phone.page.getByLabel(FIRST_CAR).fill("宝来");
    await give(phone);
    await phone.sees("答案不对，还可以试 4 次");
    await phone.page.getByLabel(FIRST_CAR).fill(" 捷 达");
    await give(phone);
    await phone.page.getByText(/^支付密码已锁定/).waitFor({ state: "detached" });
  });

  it("that was forgotten is replaced by all the answers, where there is no phone", async () => {
    const phone = new Phone(await open());
    await phone.signIn();
    const { api } = await ownApi(phone);
    await api.call("PUT", "/v1/driver/security/questions", { questions: ANSWERS });
    // Questions guard the account: a PIN is set beside them by who can answer one.
    await setPin(phone, PIN);
    await sheet(phone).getByLabel(BIRTH_CITY).fill("苏州");
    await sheet(phone).getByRole("button", { name: "确定" }).click();
    await phone.tap("忘记支付密码");
    await phone.page.getByLabel("新的支付密码").fill("739152");
    await phone.page.getByLabel(FIRST_CAR).fill("捷达");
    await give(phone);
    await phone.sees(/^还需要/);
    await phone.page.getByLabel(BIRTH_CITY).fill("苏州");
    await give(phone);
    await phone.sees("账户保护");
    await phone.page.getByRole("switch", { name: "账户保护" }).click();
    await sheet(phone).getByLabel("支付密码").fill("739152");
    await phone.page.getByRole("switch", { name: "账户保护", checked: false }).waitFor();
  });
});

describe("a sign-in on a new device", () => {
  const open = useBrowser();

  it("is the driver's own by the app or by the link of the SMS; disowned, it ends every session and spending waits for a proof", async () => {
    const phone = new Phone(await open());
    const number = newNumber();
    await signInByNumber(phone, number);
    const { api } = await ownApi(phone);
    await api.call("PUT", "/v1/driver/security/questions", { questions: ANSWERS });

    await arriveElsewhere(phone, number, "Pad 1");
    // The home page asks, and leads there; what it has kept is not of this moment.
    await phone.page.evaluate(() => localStorage.removeItem("mp:cache:home"));
    await phone.go("pages/me/me");
    await phone.go("pages/home/home");
    await phone.tap("Pad 1 刚登录了你的账户，是你本人吗？");
    await phone.sees(/^新设备 · /);
    await phone.tap("是我");
    await phone.sees("本人");

    await arriveElsewhere(phone, number, "Pad 2");
    const link = await vi.waitFor(async () => {
      const told = (await messagesOf(phone, number)).find((message) => message.link !== null)?.link;
      if (told === undefined || told === null) throw new Error("the phone has not been told yet");
      return told;
    }, 15_000);
    const page = await phone.page.context().newPage();
    await page.goto(new URL(link, phone.origin).href);
    await page.getByText("Pad 2").waitFor();
    await page.getByRole("button", { name: "是我本人" }).click();
    await page.getByText(/^已确认/).waitFor();
    await page.close();

    await arriveElsewhere(phone, number, "Pad 3");
    await phone.go("pages/me/me");
    await phone.go("packages/account/devices/devices");
    await phone.tap("不是我");
    await phone.page.getByRole("dialog").getByRole("button", { name: "不是我" }).click();
    await phone.tap("手机号登录");
    await shareNumber(phone, number);
    await phone.sees("非本人");
    await phone.go("packages/account/security/security");
    await phone.sees("支付已暂停");
    await phone.tap("恢复支付");
    await phone.page.getByLabel(FIRST_CAR).fill("捷达");
    await give(phone);
    await phone.page.getByText("支付已暂停").waitFor({ state: "detached" });
  });
});

describe("a large top-up on a device that is new", () => {
  const open = useBrowser();

  it("is checked by an SMS code or a security question, and then goes through once", async () => {
    const known = new Phone(await open());
    const number = newNumber();
    await signInByNumber(known, number);
    const { api } = await ownApi(known);
    await api.call("PUT", "/v1/driver/security/questions", { questions: ANSWERS });
    const phone = new Phone(await open());
    await signInByNumber(phone, number);
    const order = async () => {
      await phone.tap("¥1,000");
      await phone.tap("支付 ¥1,000");
      await phone.sees("这笔操作需要多一步确认 ¥1,000.00");
    };
    const pay = async () => {
      await phone.page.getByRole("button", { name: "支付", exact: true }).click();
      await phone.sees("充值成功");
    };
    await order();
    await phone.tap("获取验证码");
    await typeCode(phone, number);
    await sheet(phone).getByRole("button", { name: "确定" }).click();
    await pay();
    await phone.go("pages/home/home");
    await order();
    await phone.tap("使用安全问题");
    await phone.page.getByLabel(BIRTH_CITY).fill("苏州");
    await sheet(phone).getByRole("button", { name: "确定" }).click();
    await pay();
    expect((await api.call<{ principalMinor: number }>("GET", "/v1/driver/wallet")).principalMinor).toBe(200_000);
  });
});

describe("a second way to sign in", () => {
  const open = useBrowser();

  it("may be WeChat, and leads to the same account", async () => {
    const phone = new Phone(await open());
    await signInByNumber(phone, newNumber());
    const { driverId } = await ownApi(phone);
    await phone.go("packages/account/profile/profile");
    await phone.page.getByRole("button", { name: "微信" }).click();
    await phone.sees(/绑定$/);
    const elsewhere = new Phone(await open(), phone.name);
    await elsewhere.signIn();
    expect((await ownApi(elsewhere)).driverId).toBe(driverId);
  });

  it("that has an account of its own joins the two, with cars and orders; and two with money stay two", async () => {
    const [old, phone] = [new Phone(await open()), new Phone(await open())];
    const number = newNumber();
    await signInByNumber(old, number);
    const theirs = await ownApi(old);
    await topUp(theirs.api);
    await phone.signIn();
    const left = await ownApi(phone);
    await left.api.call("POST", "/v1/driver/vehicles", { plate: "沪A12345", name: null, grade: "95", tankMl: 55_000, isDefault: true });
    const { orderId } = await left.api.call<{ orderId: string }>("POST", "/v1/driver/topups", { amountMinor: 7_700, provider: "sandbox" });
    await left.api.call("POST", `/v1/driver/orders/${orderId}/cancel`);
    await listed(left.api, orderId, "cancelled");
    await phone.go("packages/account/phone/phone?bind=1");
    await shareNumber(phone, number);
    await phone.sees("已绑定");
    expect((await ownApi(phone)).driverId).toBe(theirs.driverId);
    await phone.go("packages/wallet/wallet/wallet");
    await phone.sees("200");
    await phone.go("packages/car/vehicles/vehicles");
    await phone.sees("沪A12345");
    await phone.go("packages/account/profile/profile");
    await phone.tap("以前的订单");
    await phone.tap("¥77.00");
    await phone.sees("订单号");

    const third = new Phone(await open());
    await third.signIn();
    await topUp((await ownApi(third)).api);
    await third.go("packages/account/phone/phone?bind=1");
    await shareNumber(third, number);
    await third.sees(/^两个账户里都有钱/);
  });
});

describe("a fingerprint or face", () => {
  const open = useBrowser();

  it("is added under a name, confirms in place of the PIN, and is taken away again", async () => {
    const page = await open();
    const phone = new Phone(page);
    const authenticators = await page.context().newCDPSession(page);
    await authenticators.send("WebAuthn.enable");
    const options = {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    } as const;
    await authenticators.send("WebAuthn.addVirtualAuthenticator", { options });
    // An address of digits has no passkeys.
    await page.goto(`${phone.origin.replace("127.0.0.1", "localhost")}/app/?as=${phone.name}#/pages/home/home`);
    await phone.tap("登录");
    await phone.tap("微信一键登录");
    await phone.sees("附近油站");
    await phone.go("packages/account/security/security");
    await page.getByRole("link", { name: /^指纹与面容/ }).click();
    await phone.tap("添加这台设备");
    await page.locator(".preview-modal-field").fill("书房的电脑");
    await page.getByRole("button", { name: "下一步" }).click();
    await phone.sees("书房的电脑");
    await page.getByRole("button", { name: "返回" }).click();
    await phone.page.getByRole("switch", { name: "账户保护" }).click();
    await sheet(phone).getByRole("button", { name: "确定" }).click();
    await phone.page.getByRole("switch", { name: "账户保护", checked: false }).waitFor();
    await page.getByRole("link", { name: /^指纹与面容/ }).click();
    await phone.tap("移除");
    await page.getByRole("dialog").getByRole("button", { name: "移除" }).click();
    await sheet(phone).getByRole("button", { name: "确定" }).click();
    await phone.sees("还没有添加设备");
  });
});
