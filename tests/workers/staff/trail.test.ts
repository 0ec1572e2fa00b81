import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { GENESIS_HASH } from "@forecourt/contract/movement";
import type { AuditActor, Verification } from "@forecourt/durable-objects/audit/AuditActor";
import { auditOf } from "@forecourt/durable-objects/stubs";
import { beforeAll, describe, expect, it } from "vitest";
import { call } from "../kit/http.ts";
import { must, newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { projected, rows, stationRef } from "../kit/readModels.ts";
import { newStation, type Station } from "../kit/station.ts";

let admin: Operator;
let station: Station;
beforeAll(async () => {
  admin = await openPlatform();
  station = await newStation(admin);
});

const trail = async () => {
  await projected(stationRef(station.stationId), { kind: "catalog", id: "catalog" });
  await projected({ kind: "audit", id: "audit" });
  return rows<Record<string, string>>("SELECT * FROM audit_trail WHERE subject = ? ORDER BY no", `station/${station.stationId}`);
};
const verify = (): Promise<Verification> =>
  runInDurableObject<AuditActor, Verification>(auditOf(env), (actor) => actor.verify({ seq: 0, count: 0, headHash: GENESIS_HASH }));

describe("what an operator does", () => {
  it("is in the trail: who, what, before and after, why, from where", async () => {
    const body = { grade: "95", unitPriceMilli: 7_990 };
    const path = `/v1/operator/stations/${station.stationId}/prices`;
    const headers = { "forecourt-reason": encodeURIComponent("调价通知 7 号"), "cf-connecting-ip": "192.0.2.7" };
    const answer = await must(admin.call("POST", path, { body, headers }));
    const last = (await trail()).at(-1);
    expect(last).toMatchObject({
      action: "SchedulePrice",
      subject: `station/${station.stationId}`,
      email: admin.email,
      role: "super_admin",
      reason: "调价通知 7 号",
      ip: "192.0.2.7",
      request_id: answer.headers.get("x-request-id"),
    });
    expect(JSON.parse(last?.before ?? "")).toMatchObject({ unitPriceMilli: 7_480 });
    expect(JSON.parse(last?.after ?? "")).toMatchObject({ unitPriceMilli: 7_990 });
  });

  it("is there once, however often it is sent and its commits are reported", async () => {
    const before = (await trail()).length;
    const body = { grade: "92", unitPriceMilli: 7_001 };
    for (let sent = 0; sent < 3; sent++)
      await must(admin.call("POST", `/v1/operator/stations/${station.stationId}/prices`, { body, key: "the-same" }));
    const after = await trail();
    expect(after).toHaveLength(before + 1);
    await env.DB.prepare("UPDATE checkpoints SET seq = 0, rebuilding = 1 WHERE actor = ?").bind(`station/${station.stationId}`).run();
    await env.DB.prepare("DELETE FROM stations").run();
    await env.DB.prepare("DELETE FROM alerts").run();
    expect(await trail()).toEqual(after);
  });

  it("never shows a secret", async () => {
    await must(admin.call("POST", `/v1/operator/stations/${station.stationId}/terminals/${station.terminal.terminalId}/rotate`));
    const all = await trail();
    expect(all.map(({ action }) => action)).toEqual(expect.arrayContaining(["EnrolTerminal", "RotateTerminalSecret"]));
    expect(JSON.stringify(all)).not.toContain("whsec_");
  });

  it("is chained, and the chain is verified from the journal as it is on disk", async () => {
    await trail();
    expect(await verify()).toMatchObject({ brokenNo: null, next: null });
    const events = await runInDurableObject<AuditActor, { seq: number; events: string }>(auditOf(env), (_, { storage: { sql } }) => {
      const row = sql.exec<{ seq: number; events: string }>("SELECT seq, events FROM journal WHERE seq = 2").one();
      sql.exec("UPDATE journal SET events = ? WHERE seq = 2", row.events.replaceAll(admin.email, "nobody@forecourt.example"));
      return row;
    });
    expect((await verify()).brokenNo).toBeGreaterThan(1);
    await runInDurableObject(
      auditOf(env),
      (_, { storage: { sql } }) => void sql.exec("UPDATE journal SET events = ? WHERE seq = ?", events.events, events.seq),
    );
    expect((await verify()).brokenNo).toBeNull();
  });
});

describe("who is limited to some stations", () => {
  it("sees and changes those, and no others", async () => {
    const other = await newStation(admin);
    const manager = await newOperator("station_manager", [other.stationId]);
    const listed = (await must(manager.call("GET", "/v1/operator/stations"))).body as { items: { stationId: string }[] };
    expect(listed.items.map(({ stationId }) => stationId).every((id) => id === other.stationId)).toBe(true);
    const price = { body: { grade: "95", unitPriceMilli: 7_500 } };
    await must(manager.call("POST", `/v1/operator/stations/${other.stationId}/prices`, price));
    for (const [method, path, options] of [
      ["GET", `/v1/operator/stations/${station.stationId}`, {}],
      ["POST", `/v1/operator/stations/${station.stationId}/prices`, price],
    ] as const)
      expect((await manager.call(method, path, options)).status).toBe(403);
  });

  it("is shut out at once when disabled, and by a role that is gone", async () => {
    const operator = await newOperator("support");
    expect((await operator.call("GET", "/v1/operator/alerts")).status).toBe(200);
    await must(admin.call("POST", `/v1/operator/operators/${operator.operatorId}/disable`));
    expect((await call("GET", "/v1/operator/alerts", { token: operator.token })).status).toBe(401);
  });
});
