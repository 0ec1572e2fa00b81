import { describe, expect, it } from "vitest";
import { Phone } from "./kit/app.ts";
import { useBrowser } from "./kit/browser.ts";
import { codeOf, newNumber, PIN, setPin, shareNumber, sheet, signInByNumber, typeCode, typePin } from "./kit/identity.ts";

describe("signing in by phone", () => {
  const open = useBrowser();

  it("takes the code that was sent, says how many tries are left, and when another may be asked for", async () => {
    const phone = new Phone(await open());
    const number = newNumber();
    await phone.open("packages/account/sign-in/sign-in");
    await phone.tap("手机号登录");
    await phone.tap("获取验证码");
    await phone.sees("请先填写手机号");
    await phone.page.getByLabel("手机号", { exact: true }).fill("12");
    await phone.tap("获取验证码");
    await phone.sees("这不是可接收短信的手机号，请核对");
    await phone.page.getByLabel("手机号", { exact: true }).fill(number);
    await phone.tap("获取验证码");
    await phone.sees("验证码已发出，5 分钟内有效");
    const code = await codeOf(phone, number);
    await phone.page.getByLabel("验证码").fill(code === "000000" ? "000001" : "000000");
    await phone.page.locator(".footer").filter({ visible: true }).getByRole("button").click();
    await phone.sees("验证码不对，还可以试 4 次");
    // The number is still there after the app was closed to look for the SMS.
    await phone.page.reload();
    expect(await phone.page.getByLabel("手机号", { exact: true }).inputValue()).toBe(number);
    await typeCode(phone, number);
    await phone.page.locator(".footer").filter({ visible: true }).getByRole("button").click();
    await phone.sees("附近油站");
    await phone.tab("me");
    await phone.sees(`你好，…${number.slice(-4)}`);
  });

  it("signs in with the number that WeChat knows", async () => {
    const phone = new Phone(await open());
    const number = newNumber();
    await phone.open("packages/account/sign-in/sign-in");
    await phone.tap("手机号登录");
    await shareNumber(phone, number);
    await phone.sees("附近油站");
  });
});

describe("confirming", () => {
  const open = useBrowser();

  async function guarded(): Promise<Phone> {
    const phone = new Phone(await open());
    await phone.signIn({ toppedUp: true });
    await setPin(phone, PIN);
    await phone.sees("已设置");
    return phone;
  }

  it("refuses a PIN that is easy to guess, and takes another", async () => {
    const phone = new Phone(await open());
    await phone.signIn();
    await setPin(phone, "123456");
    await phone.sees("太容易被猜到，请换一个");
    await phone.page.getByLabel("新密码").fill(PIN);
    await phone.page.getByLabel("再输一次").fill("482916");
    await phone.tap("保存");
    await phone.sees("两次输入不一样");
    await phone.page.getByLabel("再输一次").fill(PIN);
    await phone.tap("保存");
    await phone.sees("已设置");
  });

  it("asks once above the threshold, and then the same command goes on", async () => {
    const phone = await guarded();
    const keys: string[] = [];
    phone.page.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/v1/driver/fuelings"))
        keys.push(request.headers()["idempotency-key"] ?? "");
    });
    await phone.go("packages/fuel/authorise/authorise?station=hongqiao&pump=1");
    await phone.tap("¥300");
    await phone.tap("开启 1 号枪");
    await phone.sees("开启油枪 ¥300.00");
    await typePin(phone, "999998");
    await phone.sees("支付密码不对，还可以试 4 次");
    await typePin(phone, PIN);
    await phone.sees("1 号枪为你保留");
    expect(keys.length).toBe(2);
    expect(new Set(keys).size).toBe(1);
    await phone.tap("取消加油");
    await phone.page.getByRole("button", { name: "确定" }).click();
    await phone.sees("已取消，预留的金额已退回");
  });

  it("leaves nothing behind when the driver would not", async () => {
    const phone = await guarded();
    await phone.go("packages/fuel/authorise/authorise?station=hongqiao&pump=2");
    await phone.tap("¥300");
    await phone.tap("开启 2 号枪");
    await sheet(phone).getByRole("button", { name: "取消" }).click();
    await phone.sees("没有确认，什么都没有发生");
    expect(await phone.page.evaluate(() => localStorage.getItem("mp:outbox"))).toMatch(/\[\]/);
    await phone.go("packages/wallet/wallet/wallet");
    await phone.sees("525");
  });

  it("goes on after a crash: the refund that was waiting for the PIN is made once", async () => {
    const phone = await guarded();
    await phone.go("pages/orders/orders");
    await phone.tap("+¥500.00");
    await phone.tap("申请退款");
    await phone.tap("退回 ¥500.00");
    await sheet(phone).waitFor();
    await phone.page.reload();
    await sheet(phone).waitFor();
    await typePin(phone, PIN);
    await sheet(phone).waitFor({ state: "detached" });
    await phone.go("packages/wallet/wallet/wallet");
    await phone.sees("−¥525.00");
  });

  it("asks for each payment code, and shows no other one unasked", async () => {
    const phone = await guarded();
    await phone.go("pages/pay/pay");
    await phone.sees("出示付款码");
    await sheet(phone).getByRole("button", { name: "取消" }).click();
    await phone.tap("显示新的付款码");
    await typePin(phone, PIN);
    await phone.page.locator("wx-image img[src^='data:image/svg']").waitFor();
  });

  it("asks before a phone is bound, then binds it by the code that was sent; a driver who is stuck is told the way out", async () => {
    const phone = await guarded();
    const number = newNumber();
    const bound: (number | undefined)[] = [];
    phone.page.on("response", (response) => {
      if (response.request().method() === "POST" && response.url().endsWith("/v1/driver/credentials")) bound.push(response.status());
    });
    await phone.go("packages/account/phone/phone?bind=1");
    await phone.page.getByLabel("手机号", { exact: true }).fill(number);
    await phone.tap("获取验证码");
    await typeCode(phone, number);
    const bind = phone.page.locator(".footer").filter({ visible: true }).getByRole("button", { name: "绑定" });
    await bind.click();
    await sheet(phone).getByText("忘记支付密码").click();
    await phone.sees("先绑定手机号；若支付密码也忘了，请联系客服，核对证件后可重设。");
    await phone.page.getByRole("button", { name: "返回" }).click();
    await bind.click();
    await typePin(phone, PIN);
    await phone.sees("账户保护");
    expect(bound).toEqual([403, 403, 201]);
  });

  it("confirms a change of the security settings, locks after five wrong PINs, and leads to where it is unlocked", async () => {
    const phone = await guarded();
    const number = newNumber();
    await phone.go("packages/account/phone/phone?bind=1");
    await phone.page.getByLabel("手机号", { exact: true }).fill(number);
    await phone.tap("获取验证码");
    await typeCode(phone, number);
    await phone.page.locator(".footer").filter({ visible: true }).getByRole("button", { name: "绑定" }).click();
    await typePin(phone, PIN);
    await phone.sees("账户保护");
    await phone.page.getByRole("radio", { name: "超过 ¥500", checked: false }).click();
    for (const left of [4, 3, 2, 1]) {
      await typePin(phone, "999998");
      await phone.sees(`支付密码不对，还可以试 ${left} 次`);
    }
    await typePin(phone, "999998");
    await phone.sees(/^输错次数太多/);
    await phone.tap("现在解锁");
    await phone.sees(`验证码发送到尾号 ${number.slice(-4)} 的手机`);
    await phone.tap("获取验证码");
    // The code that bound the phone was sent less than a minute ago.
    await phone.sees(/^刚发过一条/);
  });

  it("keeps the protection mode as the driver turns it", async () => {
    const phone = await guarded();
    const turn = phone.page.getByRole("switch", { name: "账户保护" });
    await turn.click();
    await typePin(phone, PIN);
    await phone.page.getByRole("switch", { name: "账户保护", checked: false }).waitFor();
  });
});

describe("a driver's account", () => {
  const open = useBrowser();

  it("keeps a name and a picture, which is made smaller before it is sent", async () => {
    const phone = new Phone(await open());
    await phone.signIn();
    await phone.go("packages/account/profile/profile");
    await phone.page.getByLabel("昵称").fill("小王");
    await phone.tap("保存");
    await phone.sees("已保存");
    const [sent] = await Promise.all([
      phone.page.waitForRequest((request) => request.url().endsWith("/v1/driver/profile/avatar")),
      phone.page.waitForEvent("filechooser").then(async (chooser) => {
        const picture = await phone.page.screenshot({ type: "png" });
        await chooser.setFiles({ name: "me.png", mimeType: "image/png", buffer: picture });
      }),
      phone.tap("更换头像"),
    ]);
    expect(sent.headers()["content-type"]).toBe("image/jpeg");
    await phone.page.locator("wx-image img[src*='/v1/pictures/']").first().waitFor();
    await phone.go("pages/me/me");
    await phone.sees("你好，小王");
  });

  it("recovers a forgotten PIN by SMS and a question together", async () => {
    const phone = new Phone(await open());
    const number = newNumber();
    await signInByNumber(phone, number);
    await phone.go("packages/account/security/security");
    await phone.page.getByRole("link", { name: /^安全问题/ }).click();
    await phone.page.getByLabel("问题 1 的答案").fill("捷达");
    await phone.tap("保存");
    await phone.sees("请填写每个问题的答案");
    await phone.page.getByLabel("问题 2 的答案").fill("苏州");
    await phone.tap("保存");
    await phone.sees("2 个");
    await setPin(phone, PIN);
    // Whoever has questions answers one before something else takes their place.
    await sheet(phone).getByLabel("你的第一辆车是什么？").fill("捷达");
    await sheet(phone).getByRole("button", { name: "确定" }).click();
    await phone.sees("已设置");
    await phone.go("packages/account/prove/prove?do=set_pin");
    await phone.tap("获取验证码");
    await typeCode(phone, number);
    await phone.page.getByLabel("你的第一辆车是什么？").fill("捷达");
    await phone.page.getByLabel("新的支付密码").fill("739152");
    await phone.tap("确认");
    await phone.sees("账户保护");
    await phone.page.getByRole("switch", { name: "账户保护" }).click();
    await typePin(phone, "739152");
    await phone.page.getByRole("switch", { name: "账户保护", checked: false }).waitFor();
  });

  it("lists where the driver is signed in, and signs another device out", async () => {
    const phone = new Phone(await open());
    await phone.signIn();
    const other = new Phone(await open(), phone.name);
    await other.signIn();
    await phone.go("packages/account/devices/devices");
    await phone.sees("本机");
    await phone.page.getByRole("button", { name: "退出", exact: true }).click();
    await phone.page.getByRole("dialog").getByRole("button", { name: "退出登录", exact: true }).click();
    await phone.page.getByRole("button", { name: "退出", exact: true }).waitFor({ state: "detached" });
  });
});
