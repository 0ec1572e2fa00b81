import type { Locator } from "playwright-core";
import { Api } from "../../../scripts/platform/api.ts";
import type { Phone } from "./app.ts";
import { signInOn } from "./drivers.ts";

export const PIN = "482915";

/** A number that no other test has. */
export const newNumber = (): string => `138${String(Math.floor(Math.random() * 1e8)).padStart(8, "0")}`;

interface Message {
  readonly code: string | null;
  readonly link: string | null;
}

/** What came to a phone, the last first, as the sandbox's inbox shows it. */
export async function messagesOf(phone: Phone, number: string): Promise<readonly Message[]> {
  const answer = await fetch(`${phone.origin}/sandbox/inbox/messages?phone=${number}`);
  return ((await answer.json()) as { items: readonly Message[] }).items;
}

/** The code that came last to a phone. */
export async function codeOf(phone: Phone, number: string): Promise<string> {
  return (await messagesOf(phone, number)).find(({ code }) => code !== null)?.code ?? "";
}

export async function typeCode(phone: Phone, number: string): Promise<void> {
  await phone.sees(/^\d+ 秒后重发$/);
  await phone.page
    .getByLabel("验证码")
    .filter({ visible: true })
    .fill(await codeOf(phone, number));
}

/** Signs in with the number that WeChat knows: no SMS is sent, so that one may be asked for at once. */
export async function signInByNumber(phone: Phone, number: string): Promise<void> {
  await phone.open("packages/account/phone/phone");
  await shareNumber(phone, number);
  await phone.sees("附近油站");
}

/** On the page that signs in by phone or binds one. */
export async function shareNumber(phone: Phone, number: string): Promise<void> {
  await phone.tap("使用微信绑定的手机号");
  await phone.page.locator(".preview-modal-field").fill(number);
  await phone.page.getByRole("button", { name: "确定" }).click();
}

/** Sets the PIN on its own page and comes back to the one before. */
export async function setPin(phone: Phone, pin: string): Promise<void> {
  await phone.go("packages/account/security/security");
  await phone.page.getByRole("link", { name: /^支付密码/ }).click();
  await phone.page.getByLabel("新密码").fill(pin);
  await phone.page.getByLabel("再输一次").fill(pin);
  await phone.tap("保存");
}

/** Where the app asks its driver to confirm. */
export const sheet = (phone: Phone): Locator => phone.page.getByRole("dialog", { name: "请确认是你本人" }).filter({ visible: true });

export const typePin = (phone: Phone, pin: string): Promise<void> => sheet(phone).getByLabel("支付密码").fill(pin);

/** What the app knows of its driver. */
export interface Own {
  readonly api: Api;
  readonly driverId: string;
  readonly accessToken: string;
}

/** The API in the session of the driver who holds this phone: for what a test needs, and is not about. */
export async function ownApi(phone: Phone): Promise<Own> {
  const kept = await phone.page.evaluate(() => localStorage.getItem("mp:session"));
  const { accessToken, driver } = JSON.parse(kept ?? "{}") as { accessToken: string; driver: { driverId: string } };
  return { api: new Api(phone.origin, accessToken), driverId: driver.driverId, accessToken };
}

/** Somebody signs in to the account of a number, on a device that it does not know. */
export async function arriveElsewhere(phone: Phone, number: string, deviceName: string): Promise<void> {
  await signInOn(phone.origin, `elsewhere-${crypto.randomUUID()}`, { provider: "wechat_phone", code: `demo-${number}`, deviceName });
}
