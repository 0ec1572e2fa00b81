import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { grossMinor } from "@forecourt/contract/units";
import { TerminalClient } from "@forecourt/station-sdk";
import { Api } from "./platform/api.ts";
import type { Demo } from "./platform/demo.ts";

/**
 * `npm run journey`: one driver's journey against the running system, through the public surface alone: sign in, top up,
 * show a code, fill 40.12 L, pay, see it. Prints each step, how long it took, and the balance after it.
 */
const stateDir = resolve(process.env.STATE_DIR ?? ".state");
const demo = JSON.parse(readFileSync(join(stateDir, "demo.json"), "utf8")) as Demo;
const [station] = demo.stations;
const [admin] = demo.operators;
if (station === undefined || admin === undefined) throw new Error("the demo has no station");

const VOLUME_ML = 40_120;
const GRADE = "95";
const PUMP = 99;

interface Wallet {
  readonly principalMinor: number;
  readonly bonusMinor: number;
  readonly reservedMinor: number;
  readonly availableMinor: number;
}

const yuan = (minor: number): string => `¥${(minor / 100).toFixed(2)}`;
let driver = new Api(demo.baseUrl);
let signedIn = false;

async function step<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const startedAtMs = performance.now();
  const result = await work();
  const took = `${(performance.now() - startedAtMs).toFixed(0)} ms`;
  const wallet = signedIn ? await driver.call<Wallet>("GET", "/v1/driver/wallet") : null;
  const balance = wallet === null ? "" : `${yuan(wallet.availableMinor)} to spend, ${yuan(wallet.reservedMinor)} reserved`;
  console.log(`${what.padEnd(46)} ${took.padStart(8)}   ${balance}`);
  return result;
}

async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await wait(50);
  }
}

const operator = await step("operator signs in", async () => {
  const anyone = new Api(demo.baseUrl);
  const { accessToken } = await anyone.call<{ accessToken: string }>("POST", "/v1/operator/sessions", {
    email: admin.email,
    password: admin.password,
  });
  return anyone.withToken(accessToken);
});
const figures = () => operator.call<{ totals: { fueledMinor: number } }>("GET", "/v1/operator/overview");
const before = await figures();

// A terminal and a pump of its own, so that the journey meets nobody else's traffic.
const directory = mkdtempSync(join(tmpdir(), "forecourt-journey-"));
const terminalId = `${station.id}.journey-${Date.now().toString(36).slice(-6)}`;
const { secret } = await step("operator enrols a terminal", async () => {
  const path = `/v1/operator/stations/${station.id}`;
  const current = await operator.call<{
    regionId: string;
    names: object;
    address: string;
    location: object;
    currency: string;
    timeZone: string;
  }>("GET", path);
  const pumps = station.pumps.map((pump) => ({
    pump,
    terminalId: station.terminals[0]?.id,
    nozzles: station.grades.map((grade, index) => ({ nozzle: index + 1, grade })),
  }));
  const own = { pump: PUMP, terminalId, nozzles: [{ nozzle: 1, grade: GRADE }] };
  const { regionId, names, address, location, currency, timeZone } = current;
  await operator.call("PUT", path, { regionId, names, address, location, currency, timeZone, pumps: [...pumps, own] });
  return operator.call<{ secret: string }>("POST", `${path}/terminals`, { terminalId });
});
const terminal = new TerminalClient({ baseUrl: demo.baseUrl, terminalId, secret, directory, softwareVersion: "journey" });
terminal.start();

try {
  const session = await step("driver signs in", () =>
    driver.call<{ accessToken: string }>("POST", "/v1/driver/sessions", {
      provider: "wechat",
      code: `demo-journey-${Date.now().toString(36)}`,
    }),
  );
  driver = driver.withToken(session.accessToken);
  signedIn = true;

  const order = await step("driver orders a top-up of ¥500", () =>
    driver.call<{ orderId: string }>("POST", "/v1/driver/topups", { packageId: "top-500", provider: "sandbox" }),
  );
  await step("driver pays it", () => driver.call("POST", `/sandbox/payments/${order.orderId}/pay`, {}));

  const litres: number[] = [];
  const socket = new WebSocket(`${demo.baseUrl.replace("http", "ws")}/v1/driver/live`, ["forecourt.v1", `bearer.${session.accessToken}`]);
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as { type: string; volumeMl?: number };
    if (message.type === "fueling" && message.volumeMl !== undefined) litres.push(message.volumeMl);
  });
  await new Promise((open) => socket.addEventListener("open", open));

  const { code } = await step("driver shows a payment code", () => driver.call<{ code: string }>("POST", "/v1/driver/payment-codes"));
  const authorised = await step("terminal scans it; the pump is free", () =>
    terminal.authorise({ pump: PUMP, grade: GRADE, paymentCode: code }),
  );
  if (authorised.status !== "authorised") throw new Error(`the pump was not authorised: ${JSON.stringify(authorised)}`);
  const { fuelingId, unitPriceMilli } = authorised.authorization;
  const reading = (volumeMl: number) => ({
    fuelingId,
    pump: PUMP,
    nozzle: 1,
    grade: GRADE,
    volumeMl,
    amountMinor: grossMinor(volumeMl, unitPriceMilli),
  });

  const startedAt = new Date().toISOString();
  await step("fuel flows", async () => {
    await terminal.request("fuel.started", reading(0));
    for (const volumeMl of [10_000, 20_000, 30_000]) await terminal.request("fuel.progress", reading(volumeMl));
  });
  const completed = {
    ...reading(VOLUME_ML),
    transactionId: `J-${fuelingId.slice(-8)}`,
    unitPriceMilli,
    totalizerMl: VOLUME_ML,
    startedAt,
    endedAt: new Date().toISOString(),
  };
  await step(`40.12 L at ¥${(unitPriceMilli / 1000).toFixed(2)} dispensed and settled`, async () => {
    await terminal.request("fuel.completed", completed);
    await until(async () => ((await driver.call<Wallet>("GET", "/v1/driver/wallet")).reservedMinor === 0 ? true : undefined));
  });
  const listed = await step("the fill is in the driver's orders", () =>
    until(async () => {
      const { items } = await driver.call<{ items: { orderId: string; amountMinor: number }[] }>("GET", "/v1/driver/orders?kind=fueling");
      return items.find(({ orderId }) => orderId === fuelingId);
    }),
  );
  const after = await step("the operator's figures have moved", () =>
    until(async () => {
      const now = await figures();
      return now.totals.fueledMinor > before.totals.fueledMinor ? now : undefined;
    }),
  );
  socket.close();
  console.log(`
fill             ${fuelingId}
charged          ${yuan(listed.amountMinor)} (${VOLUME_ML / 1000} L × ¥${unitPriceMilli / 1000} = ${yuan(grossMinor(VOLUME_ML, unitPriceMilli))})
live litres      ${litres.map((ml) => (ml / 1000).toFixed(2)).join(" → ")}
fuelled today    ${yuan(before.totals.fueledMinor)} → ${yuan(after.totals.fueledMinor)}`);
} finally {
  await terminal.close();
  await operator.call("DELETE", `/v1/operator/stations/${station.id}/terminals/${terminalId}`);
  rmSync(directory, { recursive: true, force: true });
}
