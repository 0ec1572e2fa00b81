import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { expectProblem, good } from "../kit/http.ts";
import { must, names, newOperator, type Operator, openPlatform } from "../kit/platform.ts";

const version = z.object({ version: z.int() });
const versions = z.object({
  items: z.array(
    z.object({
      version: z.int(),
      operator: z.string().nullable(),
      reason: z.string().nullable(),
      terms: z.record(z.string(), z.unknown()),
    }),
  ),
});
const lists = z.object({ items: z.array(z.record(z.string(), z.unknown())), asOf: z.iso.datetime() });

let admin: Operator;
let operations: Operator;
beforeAll(async () => {
  admin = await openPlatform();
  operations = await newOperator("operations");
});

const region = { names: names("East"), currency: "CNY", timeZone: "Asia/Shanghai", providers: ["sandbox"] };
const history = async (kind: string, id: string, operator = admin) =>
  good(versions, await operator.call("GET", `/v1/operator/${kind}s/${id}/history`)).items;

describe("the catalog", () => {
  it("keeps every version of a region with who made it and why, newest first", async () => {
    const changed = { ...region, providers: ["sandbox", "wechat"], services: ["shop"] };
    const headers = { "forecourt-reason": encodeURIComponent("微信支付上线") };
    await must(operations.call("PUT", "/v1/operator/regions/cn-test", { body: changed, headers }));
    expect(await history("region", "cn-test")).toMatchObject([
      { version: 2, operator: operations.email, reason: "微信支付上线", terms: { providers: ["sandbox", "wechat"], services: ["shop"] } },
      { version: 1, operator: admin.email, reason: null, terms: { providers: ["sandbox"] } },
    ]);
    expect(await history("region", "nowhere")).toEqual([]);
  });

  it("gives a grade its next version when something has changed, and none when nothing has", async () => {
    const grade = { names: names("Super 98"), family: "petrol", onSale: true };
    const put = (body: object) => operations.call("PUT", "/v1/operator/grades/98", { body });
    expect(good(version, await put(grade)).version).toBe(1);
    expect(good(version, await put(grade)).version).toBe(1);
    expect(good(version, await put({ ...grade, onSale: false })).version).toBe(2);
    expect((await history("grade", "98")).map((one) => one.version)).toEqual([2, 1]);
  });

  it("shows operators what they wrote before any read model knows of it", async () => {
    const put = (path: string, body: object) => must(operations.call("PUT", `/v1/operator/${path}`, { body }));
    const terms = { regionId: "cn-late", names: names("Late"), amountMinor: 100, bonusMinor: 0, onSale: true };
    await put("regions/cn-late", region);
    await put("regions/cn-late", { ...region, balanceMaxMinor: 300_000 });
    await put("grades/late", { names: names("Late"), family: "diesel", onSale: false });
    await put("packages/late-b", { ...terms, position: 1 });
    await put("packages/late-a", { ...terms, position: 2 });
    await must(operations.call("POST", "/v1/operator/packages/late-a/withdraw"));
    // The queue may have been quick.
    const forget = ["regions WHERE region_id = 'cn-late'", "grades WHERE grade = 'late'", "packages WHERE region_id = 'cn-late'"];
    await env.DB.batch(forget.map((rows) => env.DB.prepare(`DELETE FROM ${rows}`)));

    const read = async (path: string) => good(lists, await operations.call("GET", `/v1/operator/${path}`)).items;
    expect(await read("regions")).toContainEqual({
      regionId: "cn-late",
      version: 2,
      region: expect.objectContaining({ regionId: "cn-late", balanceMaxMinor: 300_000 }),
    });
    expect(await read("grades")).toContainEqual({ grade: "late", version: 1, terms: expect.objectContaining({ family: "diesel" }) });
    expect(await read("packages?regionId=cn-late")).toMatchObject([
      { version: 1, state: "on_sale", package: { packageId: "late-b" } },
      { version: 2, state: "withdrawn", package: { packageId: "late-a" } },
    ]);
    expect(await read("packages?regionId=cn-test")).toEqual([]);
    const one = z.object({ version: z.int(), state: z.string() });
    expect(good(one, await operations.call("GET", "/v1/operator/packages/late-a"))).toEqual({ version: 2, state: "withdrawn" });
  });

  it("is changed by nobody who may not", async () => {
    const support = await newOperator("support");
    expectProblem(await support.call("PUT", "/v1/operator/grades/98", { body: {} }), "forbidden");
    expect((await history("region", "cn-test", support)).length).toBeGreaterThan(0);
  });
});
