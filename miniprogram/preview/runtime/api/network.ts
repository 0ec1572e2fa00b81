import { ApiError, type Callbacks, wxAsync, wxEvent } from "./async.ts";
import { uploadFile } from "./upload.ts";

interface RequestOptions extends Callbacks {
  url: string;
  method?: string;
  data?: unknown;
  header?: Record<string, string>;
  dataType?: string;
  responseType?: "text" | "arraybuffer";
  timeout?: number;
}

const TIMEOUT_MS = 60_000;

/** `wx.request` on `fetch`: any status is a success, only a request without an answer fails. It returns a task, never a promise. */
export function request(options: RequestOptions): { abort(): void } {
  const controller = new AbortController();
  const send = wxAsync<RequestOptions>("request", async (given) => {
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      controller.abort();
    }, given.timeout ?? TIMEOUT_MS);
    try {
      const response = await fetch(address(given), {
        method: given.method ?? "GET",
        headers: headers(given),
        body: body(given) ?? null,
        signal: controller.signal,
      });
      const data =
        given.responseType === "arraybuffer" ? await response.arrayBuffer() : parse(await response.text(), given.dataType ?? "json");
      return { data, statusCode: response.status, header: Object.fromEntries(response.headers), cookies: [] };
    } catch (error) {
      if (timedOut) throw new ApiError("timeout");
      if (controller.signal.aborted) throw new ApiError("abort");
      throw new ApiError(`${error instanceof Error ? error.message : "network error"}`);
    } finally {
      clearTimeout(timer);
    }
  });
  void send({ fail: () => undefined, ...options });
  return { abort: () => controller.abort() };
}

const hasBody = (options: RequestOptions) => !["GET", "HEAD"].includes(options.method ?? "GET");

function address(options: RequestOptions): string {
  if (hasBody(options) || typeof options.data !== "object" || options.data === null) return options.url;
  const search = new URLSearchParams(Object.entries(options.data).map(([name, value]) => [name, String(value)])).toString();
  return search === "" ? options.url : `${options.url}${options.url.includes("?") ? "&" : "?"}${search}`;
}

function headers(options: RequestOptions): Record<string, string> {
  const json =
    hasBody(options) && typeof options.data === "object" && !(options.data instanceof ArrayBuffer)
      ? { "content-type": "application/json" }
      : {};
  return { ...json, ...options.header };
}

function body(options: RequestOptions): string | ArrayBuffer | undefined {
  if (!hasBody(options) || options.data === undefined) return undefined;
  if (options.data instanceof ArrayBuffer) return options.data;
  return typeof options.data === "string" ? options.data : JSON.stringify(options.data);
}

function parse(text: string, dataType: string): unknown {
  if (dataType !== "json") return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

interface SocketOptions extends Callbacks {
  url: string;
  protocols?: string[];
}

/** `wx.connectSocket`. A browser can't set headers on it, so the page must also speak by sub-protocol. */
export function connectSocket(options: SocketOptions) {
  const socket = new WebSocket(options.url.replace(/^http/, "ws"), options.protocols ?? []);
  socket.binaryType = "arraybuffer";
  const opened = wxEvent<{ header: Record<string, string> }>();
  const messages = wxEvent<{ data: string | ArrayBuffer }>();
  const closed = wxEvent<{ code: number; reason: string }>();
  const errors = wxEvent<{ errMsg: string }>();
  socket.addEventListener("open", () => opened.emit({ header: {} }));
  socket.addEventListener("message", (event: MessageEvent<string | ArrayBuffer>) => messages.emit({ data: event.data }));
  socket.addEventListener("close", (event) => closed.emit({ code: event.code, reason: event.reason }));
  socket.addEventListener("error", () => errors.emit({ errMsg: "connectSocket:fail" }));
  return {
    onOpen: opened.on,
    onMessage: messages.on,
    onClose: closed.on,
    onError: errors.on,
    send: wxAsync<{ data: string | ArrayBuffer }>("sendSocketMessage", ({ data }) => {
      if (socket.readyState !== WebSocket.OPEN) throw new ApiError("socket is not connected");
      socket.send(data);
      return undefined;
    }),
    close: wxAsync<{ code?: number; reason?: string }>("closeSocket", ({ code, reason }) => {
      socket.close(code ?? 1000, reason ?? "");
      return undefined;
    }),
  };
}

/** Whether the phone is on a network, as the browser knows it. */
export function networkApi() {
  const changed = wxEvent<{ isConnected: boolean; networkType: string }>();
  const now = () => ({ isConnected: navigator.onLine, networkType: navigator.onLine ? "wifi" : "none" });
  window.addEventListener("online", () => changed.emit(now()));
  window.addEventListener("offline", () => changed.emit(now()));
  return {
    request,
    connectSocket,
    uploadFile,
    getNetworkType: wxAsync("getNetworkType", now),
    onNetworkStatusChange: changed.on,
    offNetworkStatusChange: changed.off,
  };
}
