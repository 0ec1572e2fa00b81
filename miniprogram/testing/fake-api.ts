import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { extname, join, normalize } from "node:path";

/**
 * A small stand-in for the API, in memory, for tests and pictures of the driver's app. It speaks the same shapes, keeps one wallet
 * with a hash-chained statement, honours `Idempotency-Key`, and runs a fill on a clock of its own.
 */
export interface FakeApi {
  readonly origin: string;
  /** Every request as `METHOD path`, in order. */
  readonly log: string[];
  orders(kind: Order["kind"]): readonly Order[];
  /** Takes the network away (connections are cut) or gives it back. */
  setDown(down: boolean): void;
  /** A terminal scans the code on the screen: pump 3 is authorised for this wallet. */
  authoriseByCode(limitMinor?: number): string;
  /** Fuel flows up to this volume. */
  progress(volumeMl: number): void;
  complete(): void;
  close(): Promise<void>;
}

interface Order {
  orderId: string;
  kind: "topup" | "fueling";
  state: string;
  amountMinor: number;
  currency: string;
  createdAt: string;
  completedAt: string | null;
  topup?: object;
  fueling?: Record<string, unknown>;
}

const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(",")}}`;
  }
  return JSON.stringify(value);
};

const names = (cn: string, tw: string, en: string) => ({ "zh-CN": cn, "zh-TW": tw, en });

const packages = [
  {
    packageId: "p100",
    version: 1,
    names: names("一百", "一百", "Hundred"),
    amountMinor: 10_000,
    bonusMinor: 500,
    bonusValidDays: 180,
    currency: "CNY",
  },
  {
    packageId: "p300",
    version: 1,
    names: names("三百", "三百", "Three hundred"),
    amountMinor: 30_000,
    bonusMinor: 2_000,
    bonusValidDays: 365,
    currency: "CNY",
  },
  {
    packageId: "p500",
    version: 1,
    names: names("五百", "五百", "Five hundred"),
    amountMinor: 50_000,
    bonusMinor: 4_500,
    bonusValidDays: 365,
    currency: "CNY",
  },
  {
    packageId: "p1000",
    version: 1,
    names: names("一千", "一千", "Thousand"),
    amountMinor: 100_000,
    bonusMinor: 12_000,
    bonusValidDays: 365,
    currency: "CNY",
  },
];

const prices = (base: number) => [
  { grade: "92", unitPriceMilli: base },
  { grade: "95", unitPriceMilli: base + 510 },
  { grade: "98", unitPriceMilli: base + 1_480 },
  { grade: "diesel-0", unitPriceMilli: base - 320 },
];

const pumps = (states: readonly string[]) =>
  states.map((state, index) => ({ pump: index + 1, grades: index % 4 === 3 ? ["diesel-0"] : ["92", "95", "98"], state }));

function stations() {
  const make = (
    id: string,
    title: ReturnType<typeof names>,
    address: string,
    distanceM: number,
    base: number,
    states: readonly string[],
    at: [number, number],
  ) => ({
    stationId: id,
    names: title,
    address,
    location: { lat: at[0], lng: at[1] },
    distanceM,
    currency: "CNY",
    timeZone: "Asia/Shanghai",
    prices: prices(base),
    pumps: pumps(states),
    freePumps: states.filter((state) => state === "idle").length,
  });
  return [
    make(
      "bund",
      names("外滩站", "外灘站", "The Bund"),
      "黄浦区中山东二路 88 号",
      640,
      7_480,
      ["idle", "fueling", "idle", "idle", "offline", "idle"],
      [31.2352, 121.4907],
    ),
    make(
      "xujiahui",
      names("徐家汇站", "徐家匯站", "Xujiahui"),
      "徐汇区虹桥路 1 号",
      2_310,
      7_450,
      ["fueling", "fueling", "payable", "calling"],
      [31.1955, 121.4365],
    ),
    make(
      "hongqiao",
      names("虹桥枢纽站", "虹橋樞紐站", "Hongqiao Hub"),
      "闵行区申虹路 9 号",
      11_860,
      7_520,
      ["idle", "idle", "closed", "idle"],
      [31.197, 121.321],
    ),
  ];
}

/** Starts it on a free port; `siteDir` is served under `/app/`. */
export async function startFakeApi(siteDir: string): Promise<FakeApi> {
  const log: string[] = [];
  const replies = new Map<string, { status: number; body: unknown }>();
  const sockets = new Set<Socket>();
  const connections = new Set<Socket>();
  const orders: Order[] = [];
  const movements: Record<string, unknown>[] = [];
  let down = false;
  let seq = 1;
  let principalMinor = 0;
  let bonusMinor = 0;
  let fueling: Record<string, unknown> | null = null;

  const reserved = () => (fueling && ["authorised", "fueling"].includes(String(fueling.state)) ? Number(fueling.limitMinor) : 0);
  const wallet = () => ({
    currency: "CNY",
    principalMinor,
    bonusMinor,
    reservedMinor: reserved(),
    debtMinor: 0,
    availableMinor: principalMinor + bonusMinor - reserved(),
    seq,
    reservations:
      reserved() > 0
        ? [
            {
              fuelingId: fueling?.fuelingId,
              stationId: fueling?.stationId,
              amountMinor: reserved(),
              expiresAt: fueling?.expiresAt,
            },
          ]
        : [],
  });
  const push = (message: object) => {
    const payload = Buffer.from(JSON.stringify(message));
    const head =
      payload.length < 126 ? Buffer.from([0x81, payload.length]) : Buffer.from([0x81, 126, payload.length >> 8, payload.length & 255]);
    for (const socket of sockets) socket.write(Buffer.concat([head, payload]));
  };
  const tell = () => {
    seq += 1;
    push({ type: "wallet", ...wallet() });
    if (fueling) push({ type: "fueling", ...fueling, atMs: Date.now() });
  };
  const move = (kind: string, sourceId: string, principal: number, bonus: number, atMs = Date.now()) => {
    principalMinor += principal;
    bonusMinor += bonus;
    const previousHash = (movements[movements.length - 1]?.hash as string | undefined) ?? "0".repeat(64);
    const entry = {
      no: movements.length + 1,
      atMs,
      kind,
      sourceId,
      principalMinor: principal,
      bonusMinor: bonus,
      debtMinor: 0,
      lots: [{ lotId: "lot_000001", principalMinor: principal, bonusMinor: bonus }],
      balance: { principalMinor, bonusMinor, debtMinor: 0 },
      previousHash,
    };
    movements.push({ ...entry, hash: createHash("sha256").update(canonical(entry)).digest("hex") });
  };
  const newTopup = (amountMinor: number, bonus: number, state: string, agoMs = 0): Order => {
    const createdAt = new Date(Date.now() - agoMs).toISOString();
    const order: Order = {
      orderId: `top_${String(orders.length + 1).padStart(10, "0")}`,
      kind: "topup",
      state,
      amountMinor,
      currency: "CNY",
      createdAt,
      completedAt: null,
      topup: { principalMinor: amountMinor, bonusMinor: bonus, provider: "sandbox", expiresAt: createdAt },
    };
    if (state === "paid") {
      order.completedAt = createdAt;
      move("topup", order.orderId, amountMinor, bonus, Date.now() - agoMs);
    }
    orders.unshift(order);
    return order;
  };
  const newFill = (fields: Record<string, unknown>) => {
    fueling = {
      fuelingId: `fue_${String(orders.length + 1).padStart(10, "0")}`,
      state: "authorised",
      stationId: "bund",
      pump: 3,
      grade: "95",
      limitMinor: 20_000,
      limitMl: null,
      unitPriceMilli: 7_990,
      expiresAt: new Date(Date.now() + 600_000).toISOString(),
      volumeMl: 0,
      amountMinor: 0,
      ...fields,
    };
    return fueling;
  };
  const settle = (agoMs = 0) => {
    if (!fueling) return;
    const amountMinor = Number(fueling.amountMinor);
    const fromBonus = Math.min(bonusMinor, Math.floor((amountMinor * bonusMinor) / Math.max(1, principalMinor + bonusMinor)));
    fueling = { ...fueling, state: "settled" };
    move("fueling", String(fueling.fuelingId), fromBonus - amountMinor, -fromBonus, Date.now() - agoMs);
    orders.unshift({
      orderId: String(fueling.fuelingId),
      kind: "fueling",
      state: "settled",
      amountMinor,
      currency: "CNY",
      createdAt: new Date(Date.now() - agoMs - 240_000).toISOString(),
      completedAt: new Date(Date.now() - agoMs).toISOString(),
      fueling: {
        ...fueling,
        nozzle: 2,
        principalMinor: amountMinor - fromBonus,
        bonusMinor: fromBonus,
        debtMinor: 0,
        startedAt: new Date(Date.now() - agoMs - 180_000).toISOString(),
        endedAt: new Date(Date.now() - agoMs).toISOString(),
      },
    });
  };

  const day = 86_400_000;
  newTopup(30_000, 2_000, "paid", 12 * day);
  newFill({ volumeMl: 31_280, amountMinor: 24_993, limitMinor: 25_000 });
  settle(9 * day);
  newTopup(10_000, 500, "cancelled", 6 * day);
  newTopup(50_000, 4_500, "paid", 3 * day);
  newFill({ volumeMl: 42_060, amountMinor: 33_606, limitMinor: 34_000, stationId: "xujiahui", pump: 1 });
  settle(day);
  newTopup(10_000, 500, "awaiting_payment", 600_000);
  fueling = null;

  const problem = (status: number, code: string) => ({
    status,
    body: { type: "about:blank", title: code, status, detail: "", code, requestId: "req_fake" },
  });
  const page = (items: readonly unknown[], query: URLSearchParams) => {
    const limit = Number(query.get("limit") ?? 20);
    const start = Number(query.get("cursor") ?? 0);
    const next = start + limit < items.length ? String(start + limit) : null;
    return { status: 200, body: { items: items.slice(start, start + limit), nextCursor: next, asOf: new Date().toISOString() } };
  };

  function answer(method: string, path: string, query: URLSearchParams, body: Record<string, unknown>): { status: number; body: unknown } {
    const match = (pattern: RegExp) => pattern.exec(path);
    if (method === "POST" && (path === "/v1/driver/sessions" || path === "/v1/driver/sessions/refresh")) {
      const name = String(body.code ?? "demo-lin").replace("demo-", "");
      return {
        status: 200,
        body: {
          accessToken: "t".repeat(20),
          refreshToken: "r".repeat(20),
          expiresIn: 3600,
          driver: { driverId: "drv_000001", walletId: "wal_000001", name },
        },
      };
    }
    if (path === "/v1/driver/wallet") return { status: 200, body: wallet() };
    if (path === "/v1/driver/packages") return page(packages, query);
    if (path === "/v1/driver/stations") return page(stations(), query);
    const station = match(/^\/v1\/driver\/stations\/(.+)$/);
    if (station) {
      const found = stations().find((one) => one.stationId === station[1]);
      return found ? { status: 200, body: found } : problem(404, "station_not_found");
    }
    if (method === "POST" && path === "/v1/driver/topups") {
      const chosen = packages.find((one) => one.packageId === body.packageId);
      const order = newTopup(chosen?.amountMinor ?? Number(body.amountMinor), chosen?.bonusMinor ?? 0, "awaiting_payment");
      return {
        status: 200,
        body: {
          ...order,
          bonusMinor: chosen?.bonusMinor ?? 0,
          provider: "sandbox",
          expiresAt: new Date(Date.now() + 900_000).toISOString(),
          payment: null,
        },
      };
    }
    const paid = match(/^\/sandbox\/payments\/(.+)\/pay$/);
    if (paid) {
      const order = orders.find((one) => one.orderId === paid[1]);
      if (order?.state !== "awaiting_payment") return problem(409, "topup_not_payable");
      order.state = "paid";
      order.completedAt = new Date().toISOString();
      const parts = order.topup as { principalMinor: number; bonusMinor: number };
      move("topup", order.orderId, parts.principalMinor, parts.bonusMinor);
      tell();
      return { status: 200, body: {} };
    }
    if (path === "/v1/driver/orders") {
      const kind = query.get("kind");
      const state = query.get("state");
      return page(
        orders.filter((one) => (!kind || one.kind === kind) && (!state || one.state === state)),
        query,
      );
    }
    const cancelled = match(/^\/v1\/driver\/orders\/(.+)\/cancel$/);
    if (cancelled) {
      const order = orders.find((one) => one.orderId === cancelled[1]);
      if (order) order.state = "cancelled";
      return order ? { status: 200, body: order } : problem(404, "topup_not_found");
    }
    const order = match(/^\/v1\/driver\/orders\/(.+)$/);
    if (order) {
      const found = orders.find((one) => one.orderId === order[1]);
      return found ? { status: 200, body: found } : problem(404, "not_found");
    }
    if (path === "/v1/driver/wallet/statement") return page([...movements].reverse(), query);
    if (method === "POST" && path === "/v1/driver/payment-codes") {
      return {
        status: 200,
        body: {
          code: `FC1.${Math.random().toString(36).slice(2)}.${"k".repeat(60)}`,
          expiresAt: new Date(Date.now() + 60_000).toISOString(),
        },
      };
    }
    if (method === "POST" && path === "/v1/driver/fuelings") {
      const limitMinor = Number(body.limitMinor ?? Math.round((Number(body.limitMl) * 7_990) / 10_000));
      if (limitMinor > wallet().availableMinor) return problem(409, "insufficient_funds");
      const made = newFill({ stationId: body.stationId, pump: body.pump, grade: body.grade ?? "95", limitMinor });
      tell();
      return { status: 200, body: made };
    }
    if (match(/^\/v1\/driver\/fuelings\/[^/]+\/cancel$/) && fueling) {
      fueling = { ...fueling, state: "cancelled" };
      tell();
      return { status: 200, body: fueling };
    }
    if (match(/^\/v1\/driver\/fuelings\/[^/]+$/)) return fueling ? { status: 200, body: fueling } : problem(404, "fueling_not_found");
    return problem(404, "not_found");
  }

  function serveSite(path: string, response: ServerResponse): void {
    const file = join(siteDir, normalize(path === "/app/" ? "/index.html" : path.slice("/app".length)));
    if (!file.startsWith(siteDir) || !existsSync(file)) return void response.writeHead(404).end();
    const types: Record<string, string> = {
      ".html": "text/html; charset=utf-8",
      ".js": "text/javascript; charset=utf-8",
      ".css": "text/css; charset=utf-8",
      ".png": "image/png",
      ".svg": "image/svg+xml",
    };
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" }).end(readFileSync(file));
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.pathname.startsWith("/app/")) return serveSite(url.pathname, response);
    if (down) return void request.socket.destroy();
    const method = request.method ?? "GET";
    log.push(`${method} ${url.pathname}`);
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const key = request.headers["idempotency-key"];
    const known = typeof key === "string" ? replies.get(key) : undefined;
    const reply = known ?? answer(method, url.pathname, url.searchParams, text === "" ? {} : (JSON.parse(text) as Record<string, unknown>));
    if (typeof key === "string") replies.set(key, reply);
    response
      .writeHead(reply.status, { "content-type": reply.status < 300 ? "application/json" : "application/problem+json" })
      .end(JSON.stringify(reply.body));
  }

  const server: Server = createServer((request, response) => void handle(request, response));
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.on("close", () => connections.delete(socket));
  });
  server.on("upgrade", (request, socket: Socket) => {
    if (down) return socket.destroy();
    const accept = createHash("sha1")
      .update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest("base64");
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: forecourt.v1\r\n\r\n`,
    );
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(Number(process.env.PORT ?? 0), "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;

  return {
    origin: `http://127.0.0.1:${port}`,
    log,
    orders: (kind) => orders.filter((order) => order.kind === kind),
    setDown(next) {
      down = next;
      if (next) for (const socket of sockets) socket.destroy();
    },
    authoriseByCode(limitMinor = 20_000) {
      const made = newFill({ limitMinor });
      tell();
      return String(made.fuelingId);
    },
    progress(volumeMl) {
      if (!fueling) return;
      fueling = {
        ...fueling,
        state: "fueling",
        volumeMl,
        amountMinor: Math.floor((volumeMl * Number(fueling.unitPriceMilli) + 5_000) / 10_000),
      };
      tell();
    },
    complete() {
      settle();
      tell();
    },
    async close() {
      for (const socket of connections) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
