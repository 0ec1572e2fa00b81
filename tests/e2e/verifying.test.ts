import { expect, it, vi } from "vitest";
import { adminApi } from "./kit/api.ts";
import { Phone } from "./kit/app.ts";
import { useBrowser } from "./kit/browser.ts";
import { topUp } from "./kit/drivers.ts";
import { ownApi } from "./kit/identity.ts";

const open = useBrowser();
/** Lists learn of what happens a moment later; so long is waited for it. */
const MOMENT_MS = 15_000;

/** Chooses a photo in the browser's dialog, once something on the page has asked for it. */
async function choose(phone: Phone, ask: () => Promise<void>): Promise<void> {
  const [chooser] = await Promise.all([phone.page.waitForEvent("filechooser"), ask()]);
  await chooser.setFiles({ name: "card.png", mimeType: "image/png", buffer: await phone.page.screenshot({ type: "png" }) });
}

it("sends the photo of an ID card compressed and once, though the answer was lost, and says why it was not accepted", async () => {
  const phone = new Phone(await open());
  const { page } = phone;
  await phone.signIn();
  await phone.go("packages/account/verification/verification");
  const take = () => page.getByRole("button", { name: "拍照或选择 · 人像面" }).click();
  await take();
  await phone.sees("请先填写证件号码");
  await page.getByLabel("证件号码").fill("110105194912310021");
  await take();
  await phone.sees("证件号码不对，请核对每一位");
  await page.getByLabel("证件号码").fill("11010519491231002x");

  const documentIds: string[] = [];
  page.on("response", async (response) => {
    if (response.url().endsWith("/v1/driver/documents/uploads"))
      documentIds.push(((await response.json()) as { documentId: string }).documentId);
  });
  // It arrives, and nobody hears of it.
  await page.route(
    "**/v1/uploads/*",
    async (route) => {
      const { headers } = await route.fetch().then((answer) => ({ headers: answer.headers() }));
      expect(headers["content-type"]).toContain("application/json");
      await route.abort("internetdisconnected");
    },
    { times: 1 },
  );
  await choose(phone, take);
  await phone.sees("上传中断，有网络时自动继续");
  await phone.tap("继续");
  await phone.sees("审核中");
  expect(documentIds.length).toBe(2);
  expect(new Set(documentIds).size).toBe(1);

  const { driverId } = await ownApi(phone);
  const admin = await adminApi();
  const reject = () => admin.call("POST", `/v1/operator/drivers/${driverId}/documents/${documentIds[0]}/reject`, { cause: "cut_off" });
  await vi.waitFor(reject, MOMENT_MS);
  await phone.go("pages/me/me");
  await phone.go("packages/account/verification/verification");
  await phone.sees("证件没有拍全，请露出四个角");
  await page.getByLabel("证件号码").fill("11010519491231002X");
  await choose(phone, () => page.getByRole("button", { name: "重新上传 · 人像面" }).click());
  await phone.sees("重新审核中");

  await page.getByRole("button", { name: "删除 · 人像面" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "删除" }).click();
  await page.getByRole("button", { name: "拍照或选择 · 人像面" }).waitFor();
});

it("goes on by itself once there is a network again", async () => {
  const phone = new Phone(await open());
  await phone.signIn();
  await phone.go("packages/account/verification/verification");
  await phone.sees("行驶证主页");
  const offline = (is: boolean) => phone.page.context().setOffline(is);
  await phone.page.route(
    "**/v1/uploads/*",
    async (route) => {
      await offline(true);
      await route.abort("internetdisconnected");
    },
    { times: 1 },
  );
  await choose(phone, () => phone.page.getByRole("button", { name: "拍照或选择 · 行驶证主页" }).click());
  await phone.sees("上传中断，有网络时自动继续");
  await offline(false);
  await phone.sees("审核中");
});

it("lists the coupons that came with a top-up: how many, what for, until when, and that they can't be used yet", async () => {
  const phone = new Phone(await open());
  await phone.signIn();
  const own = await ownApi(phone);
  await topUp(own.api, { packageId: "coupons-300" });
  await vi.waitFor(async () => {
    const { items } = await own.api.call<{ items: readonly object[] }>("GET", "/v1/driver/coupons");
    expect(items.length).toBe(2);
  }, MOMENT_MS);
  await phone.go("packages/wallet/wallet/wallet");
  await phone.tap("优惠券");
  await phone.sees("20 元加油券");
  await phone.sees("2 张");
  await phone.sees("满 ¥200 可用");
  await phone.sees(/前有效$/);
  await phone.sees(/^优惠券暂时还不能在加油时使用/);
  await phone.tap("20 元加油券");
  await phone.sees("订单号");
});
