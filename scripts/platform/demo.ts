import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { hashPassword } from "../../worker/auth/passwords.ts";
import { Api, CallFailed } from "./api.ts";
import type { Platform } from "./platform.ts";

/** What scripts need to know of the demo; `<stateDir>/demo.json`. */
export interface Demo {
  readonly baseUrl: string;
  readonly operators: readonly { readonly email: string; readonly password: string; readonly role: string }[];
  readonly stations: readonly {
    readonly id: string;
    readonly pumps: readonly number[];
    readonly grades: readonly string[];
    readonly terminals: readonly { readonly id: string; readonly secret: string }[];
  }[];
}

const password = "forecourt-demo";
const operators = [
  { email: "admin@forecourt.example", name: "Ada Chen", password, role: "super_admin" },
  { email: "operations@forecourt.example", name: "Wei Zhang", password, role: "operations" },
  { email: "finance@forecourt.example", name: "Mei Lin", password, role: "finance" },
  { email: "manager@forecourt.example", name: "Jun Li", password, role: "station_manager", stations: ["hongqiao"] },
  { email: "support@forecourt.example", name: "Yan Wu", password, role: "support" },
  { email: "auditor@forecourt.example", name: "Tom Ho", password, role: "auditor" },
] as const;

const grades = ["92", "95", "98"] as const;
const nameOfGrade = (grade: string) => ({ "zh-CN": `${grade} 号汽油`, "zh-TW": `${grade} 無鉛汽油`, en: `Petrol ${grade}` });
const pricesMilli: Readonly<Record<string, number>> = { "92": 7_030, "95": 7_480, "98": 8_460 };

const early = [{ opens: "05:30", closes: "24:00" }];
const late = [{ opens: "06:30", closes: "23:00" }];

const stations = [
  {
    id: "lujiazui",
    names: { "zh-CN": "陆家嘴站", "zh-TW": "陸家嘴站", en: "Lujiazui" },
    address: "上海市浦东新区世纪大道 100 号",
    location: { lat: 31.2397, lng: 121.4998 },
    services: ["convenience_store", "toilet", "car_wash", "tyre_air", "ev_charging"],
    hours: "24h",
  },
  {
    id: "hongqiao",
    names: { "zh-CN": "虹桥站", "zh-TW": "虹橋站", en: "Hongqiao" },
    address: "上海市闵行区申虹路 50 号",
    location: { lat: 31.1946, lng: 121.3197 },
    services: ["toilet", "tyre_air", "repair"],
    hours: { mon: early, tue: early, wed: early, thu: early, fri: early, sat: late, sun: late },
  },
] as const;
const PUMPS = [1, 2, 3, 4] as const;

/** The first is home to whoever has not chosen another. */
const regions = [
  { id: "cn-east", names: { "zh-CN": "华东", "zh-TW": "華東", en: "East China" }, currency: "CNY", timeZone: "Asia/Shanghai" },
  { id: "cn-south", names: { "zh-CN": "华南", "zh-TW": "華南", en: "South China" }, currency: "CNY", timeZone: "Asia/Shanghai" },
  { id: "hk", names: { "zh-CN": "香港", "zh-TW": "香港", en: "Hong Kong" }, currency: "HKD", timeZone: "Asia/Hong_Kong" },
] as const;

const packages = [
  { id: "top-200", amountMinor: 20_000, bonusMinor: 0, names: { "zh-CN": "充 200", "zh-TW": "儲值 200", en: "Top up 200" } },
  {
    id: "top-500",
    amountMinor: 50_000,
    bonusMinor: 2_500,
    names: { "zh-CN": "充 500 送 25", "zh-TW": "儲值 500 送 25", en: "500 and 25 on top" },
  },
  {
    id: "top-1000",
    amountMinor: 100_000,
    bonusMinor: 8_000,
    names: { "zh-CN": "充 1000 送 80", "zh-TW": "儲值 1000 送 80", en: "1000 and 80 on top" },
  },
  {
    id: "discount-2000",
    kind: "discount",
    amountMinor: 200_000,
    bonusMinor: 0,
    payPerMyriad: 9_500,
    valueMaxMinor: 500_000,
    names: { "zh-CN": "满 2000 享 95 折", "zh-TW": "滿 2000 享 95 折", en: "5 % off from 2000" },
  },
  {
    id: "coupons-300",
    kind: "coupons",
    amountMinor: 30_000,
    bonusMinor: 0,
    coupons: [
      {
        names: { "zh-CN": "20 元加油券", "zh-TW": "20 元加油券", en: "¥20 fuel coupon" },
        count: 2,
        valueMinor: 2_000,
        minSpendMinor: 20_000,
        validDays: 90,
      },
    ],
    limits: { perDriver: 1 },
    names: { "zh-CN": "充 300 送两张 20 元券", "zh-TW": "儲值 300 送兩張 20 元券", en: "300 and two ¥20 coupons" },
  },
  {
    id: "south-600",
    regionId: "cn-south",
    amountMinor: 60_000,
    bonusMinor: 3_600,
    names: { "zh-CN": "充 600 送 36", "zh-TW": "儲值 600 送 36", en: "600 and 36 on top" },
  },
] as const;

/** Sets up regions, grades, packages, stations with terminals and operators, once; everything but the operators through the public surface. */
export async function seedDemo(platform: Platform, stateDir: string): Promise<Demo> {
  const path = join(stateDir, "demo.json");
  if (existsSync(path)) {
    const demo: Demo = { ...(JSON.parse(readFileSync(path, "utf8")) as Demo), baseUrl: platform.baseUrl };
    writeFileSync(path, JSON.stringify(demo, null, 2));
    return demo;
  }
  await addOperators(platform);
  const [admin, ...others] = operators;
  const anyone = new Api(platform.baseUrl);
  const api = await signIn(anyone, admin);
  for (const other of others) await (await signIn(anyone, other)).call("DELETE", "/v1/operator/sessions");
  for (const { id, ...terms } of regions) await api.call("PUT", `/v1/operator/regions/${id}`, { ...terms, providers: ["sandbox"] });
  for (const grade of grades)
    await api.call("PUT", `/v1/operator/grades/${grade}`, { names: nameOfGrade(grade), family: "petrol", onSale: true });
  for (const [position, { id, ...terms }] of packages.entries()) {
    await api.call("PUT", `/v1/operator/packages/${id}`, { regionId: "cn-east", ...terms, bonusValidDays: 365, position, onSale: true });
  }
  const demo: Demo = { baseUrl: platform.baseUrl, operators, stations: [] };
  const made = [];
  for (const station of stations) made.push(await addStation(api, station));
  await untilListed(anyone);
  const whole = { ...demo, stations: made };
  writeFileSync(path, JSON.stringify(whole, null, 2), { mode: 0o600 });
  return whole;
}

async function addStation(api: Api, { id, ...about }: (typeof stations)[number]): Promise<Demo["stations"][number]> {
  const terminalId = `${id}.pos-1`;
  await api.call("PUT", `/v1/operator/stations/${id}`, {
    ...about,
    regionId: "cn-east",
    currency: "CNY",
    timeZone: "Asia/Shanghai",
    pumps: PUMPS.map((pump) => ({ pump, terminalId, nozzles: grades.map((grade, index) => ({ nozzle: index + 1, grade })) })),
  });
  for (const grade of grades) await api.call("POST", `/v1/operator/stations/${id}/prices`, { grade, unitPriceMilli: pricesMilli[grade] });
  const { secret } = await enrol(api, id, terminalId);
  return { id, pumps: PUMPS, grades, terminals: [{ id: terminalId, secret }] };
}

/** A seeding that was stopped half-way has a terminal whose secret nobody knows; it gets a new one. */
async function enrol(api: Api, stationId: string, terminalId: string): Promise<{ readonly secret: string }> {
  const terminals = `/v1/operator/stations/${stationId}/terminals`;
  try {
    return await api.call("POST", terminals, { terminalId });
  } catch (error) {
    if (!(error instanceof CallFailed) || error.code !== "terminal_exists") throw error;
    return api.call("POST", `${terminals}/${terminalId}/rotate`);
  }
}

async function addOperators({ miniflare }: Platform): Promise<void> {
  const db = await miniflare.getD1Database("DB", "forecourt");
  for (const { email, password, role, name, ...limited } of operators) {
    const stationsOf = "stations" in limited ? limited.stations : undefined;
    // An account is opened, and listed, at its first sign-in.
    const insert = "INSERT INTO operator_openings (email, opening_id, name, role, stations, password_hash) VALUES (?, ?, ?, ?, ?, ?)";
    const limits = stationsOf === undefined ? null : JSON.stringify(stationsOf);
    await db
      .prepare(`${insert} ON CONFLICT DO NOTHING`)
      .bind(email, randomUUID(), name, role, limits, await hashPassword(password))
      .run();
  }
}

async function signIn(anyone: Api, { email, password }: Pick<(typeof operators)[number], "email" | "password">): Promise<Api> {
  const { accessToken } = await anyone.call<{ accessToken: string }>("POST", "/v1/operator/sessions", { email, password });
  return anyone.withToken(accessToken);
}

/** The first driver to sign in needs the region, which arrives in the read model a moment after it was defined. */
async function untilListed(api: Api): Promise<void> {
  for (;;) {
    try {
      await api.call("POST", "/v1/driver/sessions", { provider: "wechat", code: "demo-li" });
      return;
    } catch (error) {
      if (!(error instanceof CallFailed) || error.code !== "region_not_found") throw error;
      await wait(100);
    }
  }
}
