import { constants, createSign, createVerify, generateKeyPairSync, randomBytes } from "node:crypto";
import { type Counterpart, Mischief } from "../kit/counterpart.ts";
import { Messages, type SentMessage } from "./messages.ts";

/**
 * The mini-program's side of WeChat: `wx.login`, `getPhoneNumber` and the fingerprint on the one hand, the server API on the
 * other. As WeChat does, it answers 200 to everything, leaves `errcode` out of a successful sign-in, takes a code once, and
 * gives the same stable token until it is renewed.
 */
export const wechatAccount = { appId: "wx0123456789abcdef", secret: "0123456789abcdef0123456789abcdef" } as const;

const CODE_LIFE_MS = 5 * 60_000;
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

export class WechatServer implements Counterpart {
  readonly name = "wechat";
  /** Calls are named by the last part of their path. */
  readonly mischief = new Mischief();
  readonly messages = new Messages();
  readonly #codes = new Map<string, { readonly value: string; readonly atMs: number; used: boolean }>();
  /** Tokens given, the newest last; the one before stays good for a while. */
  readonly tokens: string[] = [];
  /** Seconds that a token is said to live. */
  expiresInS = 7200;

  async handle(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const body = await request.text();
    return this.mischief.answer(pathname.slice(pathname.lastIndexOf("/") + 1), () => {
      const answered = this.#answer(`${request.method} ${pathname}`, searchParams, body);
      return answered === null ? new Response(null, { status: 404 }) : Response.json(answered);
    });
  }

  /** What `wx.login` or `getPhoneNumber` gives on the phone of this user. */
  code(value: string, atMs = Date.now()): string {
    const code = randomBytes(16).toString("hex");
    this.#codes.set(code, { value, atMs, used: false });
    return code;
  }

  /** What `wx.startSoterAuthentication` gives when the finger is right. */
  soter(challenge: string) {
    const resultJSON = JSON.stringify({
      raw: challenge,
      fid: "2",
      counter: 123,
      tee_n: "TEE",
      tee_v: "1",
      fp_n: "FP",
      fp_v: "1",
      cpu_id: "1",
      uid: "21",
    });
    const signed = createSign("sha256").update(resultJSON);
    const resultJSONSignature = signed.sign({ key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 20 }, "base64");
    return { resultJSON, resultJSONSignature };
  }

  /** The token is good no more, as when somebody has had a new one made elsewhere. */
  revokeTokens(): void {
    this.tokens.length = 0;
  }

  /** Null for a call that there is not. */
  #answer(call: string, query: URLSearchParams, body: string): object | null {
    const refused = (errcode: number) => ({ errcode, errmsg: "refused" });
    if (call === "GET /sns/jscode2session") {
      if (query.get("appid") !== wechatAccount.appId) return refused(40013);
      if (query.get("secret") !== wechatAccount.secret) return refused(40125);
      if (query.get("grant_type") !== "authorization_code") return refused(40002);
      const found = this.#take(query.get("js_code") ?? "");
      return typeof found === "number" ? refused(found) : { openid: found, session_key: randomBytes(16).toString("base64") };
    }
    const sent = body === "" ? {} : (JSON.parse(body) as Readonly<Record<string, string>>);
    if (call === "POST /cgi-bin/stable_token") {
      if (sent.appid !== wechatAccount.appId || sent.secret !== wechatAccount.secret) return refused(40125);
      if (sent.grant_type !== "client_credential") return refused(40002);
      if (this.tokens.length === 0) this.tokens.push(randomBytes(64).toString("base64"));
      return { access_token: this.tokens.at(-1), expires_in: this.expiresInS };
    }
    if (!this.tokens.includes(query.get("access_token") ?? "")) return refused(40001);
    if (call === "POST /cgi-bin/message/subscribe/send") return this.messages.send(JSON.parse(body) as SentMessage);
    if (call === "POST /wxa/business/getuserphonenumber") {
      const found = this.#take(sent.code ?? "");
      if (typeof found === "number") return refused(found);
      const [, countryCode = "", purePhoneNumber = ""] = /^\+(86|852)(\d+)$/.exec(found) ?? [];
      const watermark = { timestamp: Math.floor(Date.now() / 1000), appid: wechatAccount.appId };
      return { errcode: 0, errmsg: "ok", phone_info: { phoneNumber: `${purePhoneNumber}`, purePhoneNumber, countryCode, watermark } };
    }
    if (call === "POST /cgi-bin/soter/verify_signature") {
      const verifier = createVerify("sha256").update(sent.json_string ?? "");
      const key = { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 20 };
      return { errcode: 0, errmsg: "ok", is_ok: verifier.verify(key, sent.json_signature ?? "", "base64") };
    }
    return null;
  }

  #take(code: string): string | number {
    const found = this.#codes.get(code);
    if (found === undefined || Date.now() - found.atMs > CODE_LIFE_MS) return 40029;
    if (found.used) return 40163;
    found.used = true;
    return found.value;
  }
}
