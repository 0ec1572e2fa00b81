import { fetchFueling, keepWallet } from "./api/driver.ts";
import type { Fueling, Wallet } from "./api/types.ts";
import { apiOrigin } from "./config.ts";
import { freshSession } from "./session.ts";
import { store } from "./store.ts";
import { after, every, type Stop, stopped } from "./ticker.ts";
import { noteOrder } from "./unlisted.ts";

type Message = ({ readonly type: "wallet" } & Wallet) | ({ readonly type: "fueling" } & Fueling);

const PING_MS = 25_000;
const RECONNECT_MS = [500, 1_000, 2_000, 4_000, 8_000] as const;
/** While the channel is down, the running fill is asked for. */
const POLL_MS = 3_000;

/** States in which a fill still holds a pump or moves. */
export const runningStates: readonly string[] = ["requested", "authorised", "fueling"];

let watchers = 0;
let task: WechatMiniprogram.SocketTask | undefined;
let tries = 0;
let stopWaiting: Stop = stopped;
let stopPinging: Stop = stopped;
let stopAsking: Stop | undefined;

/** Keeps the live channel open while at least one page wants it; the result ends this page's wish. */
export function watchLive(): () => void {
  watchers += 1;
  if (watchers === 1) void connect();
  let open = true;
  return () => {
    if (!open) return;
    open = false;
    watchers -= 1;
    if (watchers === 0) disconnect();
  };
}

async function connect(): Promise<void> {
  if (task || watchers === 0 || !store.get("session")) return;
  let token: string;
  try {
    token = (await freshSession(false)).accessToken;
  } catch {
    return retry();
  }
  if (task || watchers === 0) return;
  const opened = wx.connectSocket({
    url: `${apiOrigin().replace(/^http/, "ws")}/v1/driver/live`,
    header: { authorization: `Bearer ${token}` },
    // A browser sends no headers with a socket, so the token goes as a sub-protocol as well.
    protocols: ["forecourt.v1", `bearer.${token}`],
  });
  task = opened;
  opened.onOpen(() => {
    tries = 0;
    stopPolling();
    stopPinging();
    stopPinging = every(PING_MS, () => opened.send({ data: "ping", fail: () => undefined }));
  });
  opened.onMessage(({ data }) => {
    if (typeof data === "string" && data !== "pong") receive(JSON.parse(data) as Message);
  });
  opened.onClose(() => lost(opened));
  opened.onError(() => lost(opened));
}

function lost(closed: WechatMiniprogram.SocketTask): void {
  if (task !== closed) return;
  task = undefined;
  stopPinging();
  retry();
}

function retry(): void {
  if (watchers === 0) return;
  startPolling();
  stopWaiting();
  stopWaiting = after(RECONNECT_MS[Math.min(tries, RECONNECT_MS.length - 1)] ?? 8_000, () => void connect());
  tries += 1;
}

function disconnect(): void {
  stopWaiting();
  stopPinging();
  stopPolling();
  const open = task;
  task = undefined;
  tries = 0;
  open?.close({ code: 1000, fail: () => undefined });
}

function startPolling(): void {
  if (stopAsking) return;
  stopAsking = every(POLL_MS, () => {
    const fill = store.get("fill");
    if (fill && runningStates.indexOf(fill.state) >= 0) fetchFueling(fill.fuelingId).then(keepFill, () => undefined);
  });
}

function stopPolling(): void {
  stopAsking?.();
  stopAsking = undefined;
}

function receive(message: Message): void {
  if (message.type === "wallet") keepWallet(message);
  else if (message.type === "fueling") keepFill(message);
}

const order: readonly string[] = ["requested", "authorised", "fueling", "completed", "settled"];

/** Takes a view of a fill unless it is older than what is shown: progress never runs backwards. */
export function keepFill(next: Fueling): void {
  const known = store.get("fill");
  if (!known || known.fuelingId !== next.fuelingId) {
    // A message about a fill that ended long ago must not replace the one that runs.
    if (known && runningStates.indexOf(known.state) >= 0 && runningStates.indexOf(next.state) < 0) return;
    store.set("fill", next);
    return;
  }
  if (known.state !== "settled" && next.state === "settled") noteOrder(next.fuelingId, order.slice(0, -1));
  const before = order.indexOf(known.state);
  const after = order.indexOf(next.state);
  if (after >= 0 && (after < before || (after === before && next.volumeMl < known.volumeMl))) return;
  store.set("fill", { ...known, ...next });
}
