import { Problem, send } from "./api/client.ts";
import type { Session, SessionReply } from "./api/types.ts";
import { clearCache } from "./cache.ts";
import { store } from "./store.ts";

const KEY = "session";
/** Renewed this long before it ends, so that no request is lost to the clock. */
const MARGIN_MS = 60_000;

/** Reads what the last run left. */
export function loadSession(): void {
  store.set("session", (wx.getStorageSync(KEY) as Session | "") || null);
}

/** Signs in with WeChat's one-time code. */
export async function signIn(): Promise<void> {
  const { code } = await wx.login();
  keep(await send<SessionReply>({ method: "POST", path: "/v1/driver/sessions", body: { provider: "wechat", code }, auth: "none" }));
}

/** Forgets the driver and what was kept of theirs; unanswered commands stay until they are answered. */
export function endSession(): void {
  wx.removeStorageSync(KEY);
  clearCache();
  store.set("session", null);
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
    return keep(await send<SessionReply>({ method: "POST", path: "/v1/driver/sessions/refresh", body, auth: "none" }));
  } catch (error) {
    if (error instanceof Problem && error.status >= 400 && error.status < 500) endSession();
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

/** Sends a driver without a session to the sign-in page; says whether there is one. */
export function requireSession(): boolean {
  if (store.get("session")) return true;
  void wx.navigateTo({ url: "/packages/account/sign-in/sign-in" });
  return false;
}
