import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Phone } from "./kit/app.ts";
import { useBrowser } from "./kit/browser.ts";
import { signInOn } from "./kit/drivers.ts";

interface Message {
  readonly text: string;
  readonly link: string;
}

/** What came to the driver's WeChat, as the sandbox's inbox shows it. */
async function messagesOf({ origin, name }: Phone): Promise<readonly Message[]> {
  const answer = await fetch(`${origin}/sandbox/inbox/messages?wechat=${name}`);
  return ((await answer.json()) as { items: readonly Message[] }).items;
}

const arriveElsewhere = ({ origin, name }: Phone, deviceName: string) =>
  signInOn(origin, randomUUID(), { code: `demo-${name}`, deviceName });

describe("a message by WeChat of a new sign-in", () => {
  const open = useBrowser();

  it("is asked for where protection is turned on, and again once it has come; it leads to where the driver answers", async () => {
    const phone = new Phone(await open());
    await phone.signIn();
    const asked = phone.page.getByRole("dialog", { name: "小程序申请向你发送以下消息" });
    const offer = phone.page.getByRole("button", { name: "微信提醒" });
    const protection = phone.page.getByRole("switch", { name: "账户保护" });
    await phone.go("packages/account/security/security");
    await protection.click();
    await offer.waitFor({ state: "detached" });
    await protection.click();
    await asked.getByRole("button", { name: "拒绝" }).click();
    await offer.getByText("去允许").waitFor();
    await offer.click();
    await asked.getByRole("button", { name: "允许" }).click();
    await offer.getByText("已允许").waitFor();

    await arriveElsewhere(phone, "Pad 1");
    await expect.poll(async () => (await messagesOf(phone)).map(({ text }) => text)).toEqual([expect.stringMatching(/^Pad 1 · /)]);
    const [message] = await messagesOf(phone);
    await phone.go(message?.link.split("#/")[1] ?? "");
    await phone.tap("是我");
    await asked.getByRole("button", { name: "允许" }).click();
    await phone.sees("本人");
    await arriveElsewhere(phone, "Pad 2");
    await expect.poll(async () => (await messagesOf(phone)).map(({ text }) => text.split(" · ")[0])).toEqual(["Pad 2", "Pad 1"]);
  });
});
