import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Deliver } from "../../tests/counterparts/kit/counterpart.ts";
import { type Served, serve } from "../../tests/counterparts/kit/serve.ts";
import { makeSettings, type Settings, secretsOf } from "../../tests/counterparts/settings.ts";
import { StripeCounterpart } from "../../tests/counterparts/stripe/stripe.ts";
import { UnionPayCounterpart } from "../../tests/counterparts/unionpay/unionpay.ts";
import { WechatCounterpart } from "../../tests/counterparts/wechat/wechat.ts";
import { Api } from "./api.ts";
import type { Demo } from "./demo.ts";

/** The payment vendors' stand-ins, running beside the product, and what the product must be told to use them. */
export interface Counterparts {
  readonly secrets: Readonly<Record<string, string>>;
  readonly addresses: Readonly<Record<"wechat" | "unionpay" | "stripe", string>>;
  stop(): Promise<void>;
}

/** In the order in which a region offers them. */
const PROVIDERS = ["wechat", "unionpay", "stripe", "sandbox"] as const;

/**
 * Starts a counterpart of every vendor on a port of its own. Their keys are kept in the state folder, their books in memory.
 *
 * @param productUrl where notifications go that a vendor sends to a registered endpoint
 */
export async function startCounterparts(stateDir: string, productUrl: string): Promise<Counterparts> {
  const settings = await settingsOf(stateDir);
  const wechat = await serve((baseUrl) => new WechatCounterpart(settings, baseUrl, deliver));
  const unionpay = await serve(() => new UnionPayCounterpart(settings, deliver));
  const stripe = await serve(() => new StripeCounterpart(settings, () => `${productUrl}/callbacks/stripe`, deliver));
  const addresses = { wechat: wechat.baseUrl, unionpay: unionpay.baseUrl, stripe: stripe.baseUrl };
  writeFileSync(join(stateDir, "vendors.json"), JSON.stringify(addresses));
  const served: readonly Served[] = [wechat, unionpay, stripe];
  return {
    secrets: { ...secretsOf(settings, addresses) },
    addresses,
    stop: async () => void (await Promise.all(served.map((one) => one.stop()))),
  };
}

/** Has the demo's regions of this currency offer what the counterparts stand for. */
export async function offerCounterparts({ baseUrl, operators }: Demo): Promise<void> {
  const [admin] = operators;
  if (admin === undefined) throw new Error("the demo has no operator");
  const { email, password } = admin;
  const api = await signedIn(baseUrl, "operator", { email, password });
  const { items } = await api.call<{ items: readonly { readonly region: ListedRegion }[] }>("GET", "/v1/operator/regions");
  for (const { region } of items) {
    const { regionId, ...terms } = region;
    if (terms.currency === "CNY") await api.call("PUT", `/v1/operator/regions/${regionId}`, { ...terms, providers: PROVIDERS });
  }
  // Drivers are offered it a moment later.
  const driver = await signedIn(baseUrl, "driver", { provider: "wechat", code: "demo-li" });
  const offered = async () => (await driver.call<{ regions: readonly ListedRegion[] }>("GET", "/v1/driver/catalog")).regions;
  while ((await offered()).some(({ currency, providers }) => currency === "CNY" && providers.length < PROVIDERS.length)) await wait(100);
}

interface ListedRegion {
  readonly regionId: string;
  readonly currency: string;
  readonly providers: readonly string[];
}

async function signedIn(baseUrl: string, who: "operator" | "driver", proof: object): Promise<Api> {
  const anyone = new Api(baseUrl);
  return anyone.withToken((await anyone.call<{ accessToken: string }>("POST", `/v1/${who}/sessions`, proof)).accessToken);
}

const deliver: Deliver = async (request) => {
  try {
    return (await fetch(request)).status;
  } catch {
    // The product is down; the vendor would come again, and the product asks by itself.
    return 0;
  }
};

async function settingsOf(stateDir: string): Promise<Settings> {
  const path = join(stateDir, "counterparts.json");
  if (!existsSync(path)) writeFileSync(path, JSON.stringify(await makeSettings()), { mode: 0o600 });
  return JSON.parse(readFileSync(path, "utf8")) as Settings;
}
