import { readdirSync, readFileSync } from "node:fs";
import { alertKinds } from "@forecourt/contract/alerts";
import { createInstance } from "i18next";
import { describe, expect, it } from "vitest";
import { en } from "./en.ts";
import { languageFor } from "./languages.ts";
import { plural } from "./plural.ts";
import { zhCN } from "./zh-CN.ts";
import { zhTW } from "./zh-TW.ts";

type Tree = { readonly [key: string]: string | Tree };
const flatten = (tree: Tree, prefix = ""): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string" ? [[prefix + key, value] as const] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );

const source = new URL("..", import.meta.url);
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter(
  (name) => /\.tsx?$/.test(name) && !/\.test\.ts$|^i18n\/(en|zh-..)\.ts$/.test(name),
);
const code = files.map((name) => readFileSync(new URL(name, source), "utf8")).join("\n");
/** `devices.driversN_one` is a form of `devices.driversN`. */
const FORM = /_(zero|one|two|few|many|other)$/;
const nameOf = (key: string) => key.replace(FORM, "");
const keys = new Map([...flatten(en)].map(([key, text]) => [nameOf(key), text]));
const families = [...keys.keys()].map((key) => key.slice(0, key.lastIndexOf(".")));

/** `t("a.b")`, `"a.b"` chosen by a condition inside `t(…)`; and what is put together: `t(`a.${b}`)`. */
const literal = new Set([...code.matchAll(/"([a-z]\w*(?:\.\w+)+)"/gi)].map(([, key = ""]) => key));
const composed = [...code.matchAll(/t\(\s*`([\w.]+\.)\$\{/g)].map(([, prefix = ""]) => prefix);
const countedKeys = [...code.matchAll(/plural\(\s*t,\s*"([\w.]+)"/g)].map(([, key = ""]) => key);
const byWord = [...code.matchAll(/wordOf\("(\w+)"/g)].map(([, family = ""]) => `${family}.`);

describe("messages", () => {
  for (const [name, messages] of Object.entries({ "zh-CN": zhCN, "zh-TW": zhTW })) {
    it(`has the same keys and the same values to fill in in ${name} as in en`, () => {
      const own = flatten(messages);
      expect([...new Set([...own.keys()].map(nameOf))]).toEqual([...keys.keys()]);
      const holes = (text = "") => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, hole]) => hole).sort();
      for (const [key, text] of own) expect([key, holes(text)]).toEqual([key, holes(keys.get(nameOf(key)))]);
      for (const [key, text] of own) expect([key, text.trim()]).not.toEqual([key, ""]);
    });
  }

  for (const [language, messages] of Object.entries({ "zh-CN": zhCN, "zh-TW": zhTW, en })) {
    it(`has a form for each number of what counts in ${language}`, () => {
      const own = flatten(messages);
      const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const counting = new Set([...own.keys()].filter((key) => FORM.test(key)).map(nameOf));
      expect([...counting].sort()).toEqual([...new Set(countedKeys)].sort());
      for (const name of counting) {
        const forms = [...own.keys()].filter((key) => FORM.test(key) && nameOf(key) === name).map((key) => key.slice(name.length + 1));
        expect([name, forms.sort()]).toEqual([name, [...wanted].sort()]);
      }
    });
  }

  it("has every key that the code asks for", () => {
    const used = [...code.matchAll(/\bt\(\s*"([\w.]+)"/g)].map(([, key]) => key);
    expect([...used, ...countedKeys].filter((key) => key !== undefined && !keys.has(key))).toEqual([]);
    expect([...composed, ...byWord].filter((prefix) => !families.some((family) => `${family}.`.startsWith(prefix)))).toEqual([]);
  });

  it("has no key that nothing asks for", () => {
    const isUsed = (key: string) => literal.has(key) || [...composed, ...byWord].some((prefix) => key.startsWith(prefix));
    expect([...keys.keys()].filter((key) => !isUsed(key))).toEqual([]);
  });

  it("writes traditional Chinese in traditional characters", () => {
    const simplifiedOnly = /[订单账户载储额钱赠电邮码语读写传运护设终软览证录关输请还没错误务统计时间数据]/u;
    const both = /[維域沒]/gu;
    expect([...flatten(zhTW)].filter(([, text]) => simplifiedOnly.test(text.replace(both, "")))).toEqual([]);
  });

  it("calls a region by one word, as the app does", () => {
    expect([...flatten(zhTW), ...flatten(zhCN)].filter(([, text]) => /區域|区域/.test(text))).toEqual([]);
  });
});

it("says of one thing that it is one, and of more that they are more", async () => {
  const i18n = createInstance();
  await i18n.init({ lng: "en", resources: { en: { translation: en }, "zh-CN": { translation: zhCN } }, fallbackLng: false });
  expect([0, 1, 2, 1_200].map((n) => plural(i18n.t, "devices.driversN", n))).toEqual([
    "0 drivers",
    "1 driver",
    "2 drivers",
    "1,200 drivers",
  ]);
  await i18n.changeLanguage("zh-CN");
  expect([1, 2].map((n) => plural(i18n.t, "devices.driversN", n))).toEqual(["1 位车主", "2 位车主"]);
});

it("has words for every kind of alert", () => {
  expect(alertKinds.filter((kind) => !keys.has(`alertKinds.${kind}`))).toEqual([]);
});

it("takes the reader's language from the browser", () => {
  expect(languageFor(["zh-HK", "en"])).toBe("zh-TW");
  expect(languageFor(["zh-Hant-TW"])).toBe("zh-TW");
  expect(languageFor(["zh"])).toBe("zh-CN");
  expect(languageFor(["fr", "de"])).toBe("en");
  expect(languageFor(["fr", "zh-SG"])).toBe("zh-CN");
});
