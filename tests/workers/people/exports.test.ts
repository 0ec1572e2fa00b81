import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { exportItem } from "@forecourt/contract/http/exports";
import { movementWords } from "@forecourt/contract/words/movements";
import { orderWords } from "@forecourt/contract/words/orders";
import { refusalWords } from "@forecourt/contract/words/refusals";
import { drizzle } from "drizzle-orm/d1";
import { beforeAll, describe, expect, it } from "vitest";
import { listOf } from "../../../worker/http/list.ts";
import { drivers as driverTable } from "../../../worker/modules/sessions/schema.ts";
import { newDriver } from "../kit/driver.ts";
import { expectProblem, good } from "../kit/http.ts";
import { inBatches } from "../kit/inBatches.ts";
import { must, newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { projected, rows } from "../kit/readModels.ts";
import { until } from "../kit/until.ts";

const MANY = 4_500;

const TERMS = { name: "Finance", stations: null, disabled: false };

let admin: Operator;
let finance: Operator;
beforeAll(async () => {
  admin = await openPlatform();
  finance = await newOperator("finance");
  const db = drizzle(env.DB);
  const all = Array.from({ length: MANY }, (_, index) => ({
    ...{ driverId: `drv_x${String(index).padStart(6, "0")}`, walletId: `wal_x${String(index).padStart(6, "0")}` },
    // A name that a spreadsheet would run.
    ...{ name: index === 7 ? "=HYPERLINK(1)" : `Zhang, ${index}`, registeredAtMs: Date.UTC(2026, 0, 1) + index * 1_000 },
  }));
  await inBatches(Array.from({ length: MANY / 20 }, (_, at) => db.insert(driverTable).values(all.slice(at * 20, at * 20 + 20))));
});

const ask = (operator: Operator, body: object, key?: string) =>
  operator.call("POST", "/v1/operator/exports", { body, ...(key === undefined ? {} : { key }) });
const everybody = { subject: "drivers", language: "zh-CN", timeZone: "Asia/Shanghai" };
const stub = (exportId: string) => env.EXPORT.getByName(exportId);

async function ready(operator: Operator, exportId: string) {
  return until(async () => {
    const item = good(exportItem, await operator.call("GET", `/v1/operator/exports/${exportId}`));
    return item.state === "ready" && item;
  }, "the export is ready");
}

describe("a short list", () => {
  it("comes at once, in the operator's language and the region's time, with its mark", async () => {
    const driver = await newDriver(12_345);
    await projected(...driver.actors());
    await finance.call("POST", `/v1/operator/drivers/${driver.driverId}/adjustments`, {
      body: { direction: "credit", part: "bonus", amountMinor: 100, cause: "goodwill", reason: "=1+1 is not run" },
    });
    const answer = await ask(finance, {
      subject: "statement",
      filter: { driverId: driver.driverId },
      language: "zh-TW",
      timeZone: "Asia/Taipei",
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain("text/csv");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="statement-/);
    const [head, row] = answer.text.replace(/^\uFEFF/, "").split("\r\n");
    expect(head).toContain("序號,時間,類型");
    expect(row).toContain("儲值");
    expect(row).toContain("123.45");
  });

  it("calls everything what its page calls it", async () => {
    const driver = await newDriver();
    const orderId = await driver.topUp(30_000);
    await must(driver.call("POST", `/v1/driver/orders/${orderId}/refund`, { body: { reason: "充错了" } }));
    expectProblem(await driver.call("POST", `/v1/driver/orders/${orderId}/cancel`), "topup_not_cancellable");
    const saying = (subject: string, words: string) =>
      until(async () => {
        await projected(...driver.actors());
        const body = { subject, filter: { driverId: driver.driverId }, language: "zh-CN", timeZone: "Asia/Shanghai" };
        const { text } = await ask(admin, body);
        return text.includes(`,${words},`) && text;
      }, `the ${subject} say ${words}`);
    expect(await saying("statement", movementWords["zh-CN"].refund)).not.toContain(",refund,");
    await saying("orders", orderWords["zh-CN"].states.refunded);
    await saying("transactions", refusalWords["zh-CN"].topup_not_cancellable ?? "");
  });

  it("is on record before it is given out", async () => {
    await ask(finance, { subject: "adjustments" });
    await until(async () => {
      await projected({ kind: "audit", id: "audit" });
      const [row] = await rows("SELECT * FROM audit_trail WHERE action = 'ExportList' AND subject = 'list/adjustments'");
      return row !== undefined;
    }, "the trail has it");
  });
});

describe("a long list", () => {
  it("is made in the background, part by part, and is the whole list once it is ready", async () => {
    const made = good(exportItem, await ask(finance, everybody), 202);
    const done = await ready(finance, made.exportId);
    expect(done.rows).toBeGreaterThanOrEqual(MANY);
    const file = await finance.call("GET", `/v1/operator/exports/${made.exportId}/file`);
    // A reader of text drops the mark; what is kept has it.
    const kept = await (await env.FILES.get(`exports/${made.exportId}/000000.csv`))?.arrayBuffer();
    expect([...new Uint8Array(kept ?? new ArrayBuffer(0)).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = file.text.trimEnd().split("\r\n");
    expect(lines).toHaveLength(done.rows + 1);
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines[0]).toContain("车主编号");
    expect(file.text).toContain("'=HYPERLINK(1)");
    expect(file.text).toContain('"Zhang, 8"');
    expect(file.text).toContain("2026-01-01 08:00:08");
    await projected({ kind: "export", id: made.exportId });
    const { items } = good(listOf(exportItem), await finance.call("GET", "/v1/operator/exports"));
    expect(items).toMatchObject([{ exportId: made.exportId, state: "ready", rows: done.rows, bytes: done.bytes }]);
  });

  it("is one export when it is asked for twice", async () => {
    const [once, twice] = [await ask(finance, everybody, "export-1"), await ask(finance, everybody, "export-1")];
    expect(good(exportItem, twice, 202).exportId).toBe(good(exportItem, once, 202).exportId);
    await ready(finance, good(exportItem, once).exportId);
  });

  it("goes on where it was when its object is killed in the middle", async () => {
    const made = good(exportItem, await ask(finance, everybody), 202);
    await runInDurableObject(stub(made.exportId), (actor) => expect(actor.host.state.terms).not.toBeNull());
    await evictDurableObject(stub(made.exportId));
    const done = await ready(finance, made.exportId);
    const file = await finance.call("GET", `/v1/operator/exports/${made.exportId}/file`);
    expect(file.text.trimEnd().split("\r\n")).toHaveLength(done.rows + 1);
  });

  it("is nobody else's, and no longer its maker's once they may not see the list", async () => {
    const made = good(exportItem, await ask(finance, everybody), 202);
    await ready(finance, made.exportId);
    const file = `/v1/operator/exports/${made.exportId}/file`;
    expectProblem(await (await newOperator("auditor")).call("GET", file), "not_found");
    const become = (role: string) => must(admin.call("PUT", `/v1/operator/operators/${finance.operatorId}`, { body: { ...TERMS, role } }));
    await become("station_manager");
    expectProblem(await finance.call("GET", file), "forbidden");
    await become("finance");
    expect((await finance.call("GET", file)).status).toBe(200);
  });

  it("is refused to whoever may not export, and when the list or its filter is none", async () => {
    expectProblem(await ask(await newOperator("support"), everybody), "forbidden");
    expectProblem(await ask(finance, { subject: "secrets" }), "not_found");
    expectProblem(await ask(finance, { ...everybody, filter: { status: "'; DROP TABLE drivers" } }), "validation_failed");
  });
});
