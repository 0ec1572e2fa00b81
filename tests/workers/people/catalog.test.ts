import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { expectProblem, good } from "../kit/http.ts";
import { must, names, newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { projected } from "../kit/readModels.ts";

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
    await projected({ kind: "catalog", id: "catalog" });
    const list = z.object({ items: z.array(z.object({ grade: z.string(), version: z.int(), terms: z.object({ onSale: z.boolean() }) })) });
    expect(good(list, await admin.call("GET", "/v1/operator/grades")).items).toMatchObject([
      { grade: "98", version: 2, terms: { onSale: false } },
    ]);
    expect((await history("grade", "98")).map((one) => one.version)).toEqual([2, 1]);
  });

  it("is changed by nobody who may not", async () => {
    const support = await newOperator("support");
    expectProblem(await support.call("PUT", "/v1/operator/grades/98", { body: {} }), "forbidden");
    expect((await history("region", "cn-test", support)).length).toBeGreaterThan(0);
  });
});
