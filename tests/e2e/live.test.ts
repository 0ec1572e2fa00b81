import type { NewTerminalEvent } from "@forecourt/station-sdk";
import { expect, inject, it } from "vitest";
import { adminApi, newStation } from "./kit/api.ts";
import { Phone } from "./kit/app.ts";
import { useBrowser } from "./kit/browser.ts";

const LITRE_MS_MAX = 1_500;
const PUMP = 1;
const PRICE_MILLI = 7_480;

const open = useBrowser();

it("shows each litre within a second and a half of the terminal sending it", async () => {
  const phone = new Phone(await open());
  const { terminal } = await newStation(await adminApi(), "现场站");
  await phone.signIn({ toppedUp: true });
  const paymentCode = await phone.shownCode();
  const { authorization } = await terminal.tell({
    type: "fuel.authorization_requested",
    data: { pump: PUMP, grade: "95", paymentCode },
  });
  if (authorization === undefined) throw new Error("the pump was not opened");
  const reading = (volumeMl: number) => ({
    fuelingId: authorization.fuelingId,
    pump: PUMP,
    nozzle: 1,
    grade: "95",
    volumeMl,
    amountMinor: Math.round((volumeMl * PRICE_MILLI) / 10_000),
  });
  await phone.sees("1 号枪为你保留");
  await terminal.tell({ type: "fuel.started", data: reading(0) });
  await phone.sees("正在加油");

  const delaysMs: number[] = [];
  for (const litre of [7, 13, 24, 31, 42]) {
    const progress: NewTerminalEvent = { type: "fuel.progress", data: reading(litre * 1_000) };
    const sentAt = performance.now();
    await Promise.all([terminal.tell(progress), phone.sees(String(litre), LITRE_MS_MAX * 4)]);
    delaysMs.push(Math.round(performance.now() - sentAt));
  }
  console.log(`litres shown after ${delaysMs.join(", ")} ms, at ${inject("product").baseUrl}`);
  expect(Math.max(...delaysMs)).toBeLessThan(LITRE_MS_MAX);

  const at = new Date().toISOString();
  await terminal.tell({
    type: "fuel.completed",
    data: { ...reading(42_000), transactionId: "E2E-1", unitPriceMilli: PRICE_MILLI, totalizerMl: 42_000, startedAt: at, endedAt: at },
  });
  await phone.sees("加油完成");
  await phone.sees("本金支付");
});
