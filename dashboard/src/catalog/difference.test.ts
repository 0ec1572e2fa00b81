import { expect, it } from "vitest";
import { differences } from "./difference.ts";

it("names the members that differ, and no others", () => {
  const before = { names: { en: "East", "zh-CN": "华东" }, currency: "CNY", providers: ["wechat", "alipay"] };
  expect(differences(before, { ...before, names: { "zh-CN": "华东", en: "East" } })).toEqual([]);
  expect(differences(before, { ...before, providers: ["alipay", "wechat"], services: ["shop"] })).toEqual([
    { name: "providers", before: ["wechat", "alipay"], after: ["alipay", "wechat"] },
    { name: "services", before: null, after: ["shop"] },
  ]);
});
