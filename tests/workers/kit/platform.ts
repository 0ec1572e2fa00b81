import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { topupPackage } from "@forecourt/contract/catalog";
import { operatorSession } from "@forecourt/contract/http/staff";
import type { Role } from "@forecourt/contract/permissions";
import type { z } from "zod";
import { hashPassword } from "../../../worker/auth/passwords.ts";
import { type Answer, type CallOptions, call, good } from "./http.ts";
import { projected } from "./readModels.ts";

export const PASSWORD = "correct horse battery staple";

/** An operator who has signed in. */
export interface Operator {
  readonly operatorId: string;
  readonly email: string;
  readonly token: string;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
}

export const names = (name: string) => ({ "zh-CN": name, "zh-TW": name, en: name });

/** Brings the data base up to date, and has an administrator define the region that every driver of this file lives in. */
export async function openPlatform(): Promise<Operator> {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  const admin = await newOperator("super_admin");
  const region = { names: names("East"), currency: "CNY", timeZone: "Asia/Shanghai", providers: ["sandbox"] };
  await must(admin.call("PUT", "/v1/operator/regions/cn-test", { body: region }));
  await projected({ kind: "catalog", id: "catalog" });
  return admin;
}

/** Hashed once: it takes longer than most of what is tested. */
const passwordHash = hashPassword(PASSWORD);

/** @param stations what a station manager is limited to */
export async function newOperator(role: Role, stations: readonly string[] | null = null): Promise<Operator> {
  const email = `${role}-${crypto.randomUUID().slice(0, 8)}@forecourt.example`;
  await env.DB.prepare("INSERT INTO operator_openings (email, opening_id, name, role, password_hash, stations) VALUES (?, ?, ?, ?, ?, ?)")
    .bind(email, crypto.randomUUID(), "Ada", role, await passwordHash, stations === null ? null : JSON.stringify(stations))
    .run();
  const signedIn = await call("POST", "/v1/operator/sessions", { body: { email, password: PASSWORD } });
  const { accessToken: token, operator } = good(operatorSession, signedIn, 201);
  return { operatorId: operator.operatorId, email, token, call: (method, path, options) => call(method, path, { token, ...options }) };
}

/** Throws unless the call succeeded. */
export async function must(answered: Promise<Answer>): Promise<Answer> {
  const answer = await answered;
  if (answer.status >= 400) throw new Error(`answered ${answer.status}: ${answer.text}`);
  return answer;
}

/** Puts a top-up package on sale; returns its id. */
export async function putPackage(
  admin: Operator,
  terms: Pick<z.input<typeof topupPackage>, "amountMinor" | "bonusMinor"> & Partial<z.input<typeof topupPackage>>,
  packageId = `pack-${crypto.randomUUID().slice(0, 12)}`,
  regionId = "cn-test",
): Promise<string> {
  const body = { regionId, names: names("Pack"), position: 1, onSale: true, ...terms };
  await must(admin.call("PUT", `/v1/operator/packages/${packageId}`, { body }));
  await projected({ kind: "catalog", id: "catalog" });
  return packageId;
}
