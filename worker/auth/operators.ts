import type { By } from "@forecourt/contract/audit";
import { operatorId as operatorIdSchema } from "@forecourt/contract/operator";
import { may, type Permission, type Role } from "@forecourt/contract/permissions";
import { again, operatorOf } from "@forecourt/durable-objects/stubs";
import { inArray, type SQL } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Env } from "../env.ts";
import { Problem } from "../http/problem.ts";
import { bearerToken, readToken } from "./tokens.ts";

/** What an operator's role must grant, and how the call keeps to the stations that they are limited to; see {@link StationScope}. */
export interface OperatorAccess {
  readonly permission: Permission;
  readonly stations?: StationScope;
  /** Open also to whoever has yet to choose a password, or to set up a second factor. */
  readonly unready?: true;
}

/** The stations that an operator may have to do with. */
export type Stations = "all" | readonly string[];

/** An operator whose role allows what they ask for. */
export interface OperatorCaller {
  readonly scope: string;
  readonly operatorId: string;
  readonly sessionId: string;
  readonly email: string;
  readonly role: Role;
  readonly stations: Stations;
  /** Goes with every command of theirs; see `contract/audit.ts`. */
  readonly by: By;
}

/**
 * How a call keeps to the stations of whoever makes it. A path with `:stationId` is checked by itself. Otherwise the call
 * says that it narrows what it lists to `caller.stations`, or that it is not about any station; a call that says neither is
 * closed to whoever is limited to some.
 */
export type StationScope = "narrowed" | "none";

/** What an operator gives as the reason of what they do: percent-encoded, since headers know no Chinese. */
export const REASON_HEADER = "forecourt-reason";
const REASON_MAX = 500;

/** Who calls, as their account has it this moment: a role that was taken away, or a session that was ended, counts at once. */
export async function identifyOperator(access: OperatorAccess, request: Request, env: Env, requestId: string): Promise<OperatorCaller> {
  const { sub, sid } = await readToken(env, "operator", bearerToken(request));
  if (typeof sid !== "string" || !operatorIdSchema.safeParse(sub).success) throw new Problem("unauthenticated");
  const authority = await again(async () => operatorOf(env, sub).authority(sid));
  if (authority === null) throw new Problem("session_expired");
  const { email, role, stations, mustChangePassword, hasSecondFactor } = authority;
  if (access.unready !== true) {
    if (mustChangePassword) throw new Problem("password_change_required");
    if (!hasSecondFactor && env.PROVIDERS_MODE === "live") throw new Problem("second_factor_enrolment_required");
  }
  if (!may(role, access.permission)) throw new Problem("forbidden", `This needs the permission ${access.permission}.`);
  const by = byOf({ operatorId: sub, email, role }, request, requestId);
  return {
    ...{ operatorId: sub, sessionId: sid, email, role, by },
    scope: `operator/${sub}`,
    stations: stations ?? (role === "station_manager" ? [] : "all"),
  };
}

/** Who, why, and from where. */
export function byOf({ operatorId, email, role }: Pick<By, "operatorId" | "email" | "role">, request: Request, requestId: string): By {
  return { operatorId, email, role, reason: reasonOf(request.headers.get(REASON_HEADER)), ...originOf(request), requestId };
}

/** Refuses whoever may have nothing to do with this station. */
export function requireStation({ stations }: Pick<OperatorCaller, "stations">, stationId: string): void {
  if (stations !== "all" && !stations.includes(stationId)) throw new Problem("forbidden", "This is not one of your stations.");
}

/** Refuses whoever is limited to some stations a call that does not keep to them. */
export function requireScope(
  { stations }: Pick<OperatorCaller, "stations">,
  params: Readonly<Record<string, unknown>>,
  scope: StationScope | undefined,
): void {
  const { stationId } = params;
  if (typeof stationId === "string") requireStation({ stations }, stationId);
  else if (stations !== "all" && scope === undefined) throw new Problem("forbidden", "This is not limited to your stations.");
}

/** Narrows a list to the stations of whoever asks; `undefined` for those who see all. For drizzle's `and(…)`. */
export function withinStations({ stations }: Pick<OperatorCaller, "stations">, column: AnySQLiteColumn): SQL | undefined {
  return stations === "all" ? undefined : inArray(column, [...stations]);
}

/** From where a request comes, as the network has it. */
export function originOf(request: Request): Pick<By, "ip" | "place"> {
  const { city, country } = (request.cf ?? {}) as { readonly city?: string; readonly country?: string };
  const place = [city, country].filter((name) => typeof name === "string").join(", ");
  return { ip: request.headers.get("cf-connecting-ip"), place: place === "" ? null : place };
}

function reasonOf(header: string | null): string | null {
  if (header === null) return null;
  try {
    const reason = decodeURIComponent(header).trim();
    if (reason.length <= REASON_MAX) return reason === "" ? null : reason;
  } catch {
    // Not percent-encoded: falls through.
  }
  throw new Problem("validation_failed", `${REASON_HEADER}: percent-encoded UTF-8, at most ${REASON_MAX} characters`);
}
