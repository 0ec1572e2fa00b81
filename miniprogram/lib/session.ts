import { Problem, send } from "./api/client.ts";
import type { Session, SessionReply } from "./api/types.ts";
import { clearCache } from "./cache.ts";
import { deviceName } from "./device.ts";
import { back, go } from "./navigation.ts";
import { store } from "./store.ts";
import { after } from "./ticker.ts";

const KEY = "session";
/** Renewed this long before it ends, so that no request is lost to the clock. */
const MARGIN_MS = 60_000;

/** Who is signed in. */
export const currentDriver = (): string | undefined => store.get("session")?.driver.driverId;

/** Reads what the last run left. */
export function loadSession(): void {
  store.set("session", (wx.getStorageSync(KEY) as Session | "") || null);
}

/** Signs in with WeChat's one-time code. */
export async function signIn(): Promise<void> {
  const { code } = await wx.login();
  await signInBy({ provider: "wechat", code });
}

/** What a driver shows to sign in, beside the name of the phone. */
export type Shown = { readonly provider: "wechat" | "wechat_phone"; readonly code: string } | PhoneShown;

interface PhoneShown {
  readonly provider: "phone";
  readonly phone: string;
  readonly code: string;
}

export async function signInBy(shown: Shown): Promise<void> {
  keep(await send("post", "/v1/driver/sessions", { body: { ...shown, deviceName: deviceName() }, auth: "none" }));
}

/** Ends the session on the server too, as far as it can be reached, and forgets it here. */
export function signOut(): void {
  const session = store.get("session");
  endSession();
  if (session !== null) void endOnServer(session).catch(() => undefined);
}

async function endOnServer({ accessToken, refreshToken, expiresAtMs }: Session): Promise<void> {
  const isOver = expiresAtMs <= Date.now();
  const auth = isOver ? await send("post", "/v1/driver/sessions/refresh", { body: { refreshToken }, auth: "none" }) : { accessToken };
  await send("delete", "/v1/driver/sessions/{sessionId}", { params: { sessionId: "current" }, auth });
}

/** Goes on as another driver: this account has become part of that one. */
export function continueAs(reply: SessionReply): void {
  endSession();
  keep(reply);
}

/** Forgets the driver and what was kept of theirs; unanswered commands stay until they are answered. */
export function endSession(): void {
  wx.removeStorageSync(KEY);
  clearCache();
  store.set("session", null);
  store.get("asked")?.settle(false);
  store.set("profile", null);
  store.set("wallet", null);
  store.set("fill", null);
}

let renewal: Promise<Session> | undefined;

/**
 * The session to use now; renewed when it is about to end or when `force` says that it was refused. Requests that ask at the same
 * time share one renewal, because a refresh token is good for one use.
 */
export async function freshSession(force: boolean): Promise<Session> {
  const session = store.get("session");
  if (!session) throw new Problem("unauthenticated", 401);
  if (!force && session.expiresAtMs - MARGIN_MS > Date.now()) return session;
  renewal = renewal ?? renew(session);
  try {
    return await renewal;
  } finally {
    renewal = undefined;
  }
}

async function renew(session: Session): Promise<Session> {
  try {
    const body = { refreshToken: session.refreshToken };
    const reply = await send("post", "/v1/driver/sessions/refresh", { body, auth: "none" });
    // Who has signed out meanwhile must not be signed in again by a late answer.
    if (store.get("session") !== session) throw new Problem("unauthenticated", 401);
    return keep(reply);
  } catch (error) {
    // Whoever is told to come back later still has their session.
    const isRefused = error instanceof Problem && error.status >= 400 && !error.retryable;
    if (isRefused && store.get("session") === session) endSession();
    throw error;
  }
}

function keep(reply: SessionReply): Session {
  const session: Session = {
    accessToken: reply.accessToken,
    refreshToken: reply.refreshToken,
    expiresAtMs: Date.now() + reply.expiresIn * 1000,
    driver: reply.driver,
  };
  wx.setStorageSync(KEY, session);
  store.set("session", session);
  return session;
}

let hasDeclined = false;
/** A page that is shown again asks at once; a driver who taps asks later. */
const DECLINED_MS = 300;

/** The sign-in page was left, and nobody has signed in. */
export function declineSession(): void {
  hasDeclined = true;
  after(DECLINED_MS, () => {
    hasDeclined = false;
  });
}

/**
 * Sends a driver without a session to the sign-in page; says whether there is one. Whoever has just come back from there without signing in
 * leaves the page that needs it as well, or they would never get away.
 */
export function requireSession(): boolean {
  if (store.get("session")) return true;
  if (hasDeclined) {
    hasDeclined = false;
    void back("/pages/home/home");
  } else go("/packages/account/sign-in/sign-in");
  return false;
}
