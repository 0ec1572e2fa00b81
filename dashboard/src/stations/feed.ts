import { currentSession } from "../api/session.ts";
import type { LiveStation, Terminal } from "../api/types.ts";

/** What a station's socket tells. */
export type Frame =
  | ({ readonly type: "station"; readonly atMs: number } & LiveStation)
  | {
      readonly type: "reading";
      readonly fuelingId: string;
      readonly volumeMl: number;
      readonly amountMinor: number;
      readonly atMs: number;
    }
  | ({ readonly type: "terminal"; readonly atMs: number } & Terminal);

/** Sent so often, lest something between here and there take the silence for the end. */
const PING_MS = 20_000;
/** Neither a frame nor a pong for so long: the other end is gone, whatever the socket says. */
const SILENT_MS = 45_000;
const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 30_000;
/** The platform's word for: open another, nothing is wrong. */
const COME_AGAIN = 1012;

/** The station as it is after a frame. A reading never takes litres back, whatever order it comes in. */
export function afterFrame(before: LiveStation | undefined, frame: Frame): LiveStation | undefined {
  switch (frame.type) {
    case "station": {
      const { type: _, atMs: __, ...station } = frame;
      return before !== undefined && before.seq > station.seq ? before : station;
    }
    case "reading":
      return (
        before && {
          ...before,
          fuelings: before.fuelings.map((fill) =>
            fill.fuelingId === frame.fuelingId && fill.volumeMl < frame.volumeMl
              ? { ...fill, volumeMl: frame.volumeMl, amountMinor: frame.amountMinor }
              : fill,
          ),
        }
      );
    case "terminal": {
      const { type: _, atMs: __, ...terminal } = frame;
      return before && { ...before, terminals: before.terminals.map((one) => (one.terminalId === terminal.terminalId ? terminal : one)) };
    }
  }
}

interface Listener {
  readonly told: (frame: Frame) => void;
  /** Whether the socket tells; while it does not, the page reads for itself. */
  readonly opened: (isOpen: boolean) => void;
}

/**
 * Follows a station by its socket, and opens another when one is gone, later each time. Rests while nobody sees the page: terminals
 * report often while somebody watches. Returns what ends it.
 */
export function followStation(stationId: string, { told, opened }: Listener): () => void {
  let socket: WebSocket | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let heardAtMs = 0;
  const connect = () => {
    clearTimeout(retry);
    const session = currentSession();
    if (session === null || document.hidden || socket !== undefined) return;
    const address = new URL(`/v1/operator/stations/${encodeURIComponent(stationId)}/live`, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const own = new WebSocket(address, ["forecourt.v1", `bearer.${session.accessToken}`]);
    socket = own;
    heardAtMs = Date.now();
    own.onmessage = ({ data }) => {
      heardAtMs = Date.now();
      failures = 0;
      if (typeof data !== "string" || !data.startsWith("{")) return;
      opened(true);
      told(JSON.parse(data) as Frame);
    };
    own.onclose = ({ code }) => {
      if (socket !== own) return;
      socket = undefined;
      if (code !== COME_AGAIN) opened(false);
      const waitMs = code === COME_AGAIN ? 0 : Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** failures++) * (0.75 + Math.random() / 2);
      retry = setTimeout(connect, waitMs);
    };
  };
  const leave = () => {
    clearTimeout(retry);
    const own = socket;
    socket = undefined;
    own?.close(1000);
  };
  const seen = () => (document.hidden ? leave() : connect());
  const ping = setInterval(() => {
    if (socket?.readyState !== WebSocket.OPEN) return;
    if (Date.now() - heardAtMs > SILENT_MS) socket.close(4000, "silent");
    else socket.send("ping");
  }, PING_MS);
  document.addEventListener("visibilitychange", seen);
  addEventListener("online", connect);
  connect();
  return () => {
    clearInterval(ping);
    document.removeEventListener("visibilitychange", seen);
    removeEventListener("online", connect);
    leave();
  };
}
