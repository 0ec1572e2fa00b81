import { env } from "cloudflare:workers";
import { alert } from "@forecourt/contract/http/operator";
import { beforeAll, expect, it } from "vitest";
import { listOf } from "../../../worker/http/list.ts";
import { listAlerts } from "../../../worker/modules/alerts/queries.ts";
import { metered } from "../kit/d1Meter.ts";
import { expectProblem, good } from "../kit/http.ts";
import { type Operator, openPlatform } from "../kit/platform.ts";

/** After the ones that are looked for. */
const OTHERS = 90;

let admin: Operator;

beforeAll(async () => {
  admin = await openPlatform();
  const raise = env.DB.prepare("INSERT INTO alerts (alert_id, kind, actor, subject_id, facts, raised_at_ms) VALUES (?, ?, ?, ?, '{}', ?)");
  const kinds = ["over_limit", "late_fill", "over_limit", ...Array.from({ length: OTHERS }, () => "late_fill")];
  await env.DB.batch(kinds.map((kind, at) => raise.bind(`station/s/${at}/0`, kind, "station/s", `fue_${at}`, 1_000 + at)));
});

async function listed(query: string) {
  const { items, nextCursor } = good(listOf(alert), await admin.call("GET", `/v1/operator/alerts?${query}`));
  return { subjects: items.map(({ subjectId }) => subjectId), nextCursor };
}

it("lists the alerts of one kind, page by page, however many others came after them", async () => {
  const { subjects, nextCursor } = await listed("kind=over_limit&limit=1");
  expect(subjects).toEqual(["fue_2"]);
  expect(await listed(`kind=over_limit&limit=1&cursor=${nextCursor}`)).toEqual({ subjects: ["fue_0"], nextCursor: null });
});

it("reads no others for it", async () => {
  const { db, rowsRead } = metered(env.DB);
  await listAlerts({ DB: db }, { kind: "over_limit", limit: 20 });
  expect(rowsRead()).toBeLessThan(10);
});

it("refuses a kind that there is not", async () => {
  expectProblem(await admin.call("GET", "/v1/operator/alerts?kind=nonsense"), "validation_failed");
});
