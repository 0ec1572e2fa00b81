import { stationServices } from "@forecourt/contract/station";
import { describe, expect, it } from "vitest";
import { all } from "../i18n/index.ts";
import { languages } from "../i18n/languages.ts";
import { zhCN } from "../i18n/zh-CN.ts";
import { textWidth } from "../preview/runtime/text-width.ts";
import { scripts, units } from "./sources.ts";

type Dictionary = Readonly<Record<string, Readonly<Record<string, string>>>>;

const flat = (dictionary: Dictionary) =>
  new Map(
    Object.entries(dictionary).flatMap(([section, words]) =>
      Object.entries(words).map(([key, text]) => [`${section}.${key}`, text] as const),
    ),
  );

const first = flat(zhCN);
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe.each(languages.filter((language) => language !== "zh-CN"))("%s", (language) => {
  const words = flat(all[language]);

  it("has every text and no other", () => {
    expect([...words.keys()].sort()).toEqual([...first.keys()].sort());
    for (const [key, text] of words) expect(text.trim(), key).not.toBe("");
  });

  it("has both forms of a word that follows a number, and names the number", () => {
    for (const [key, text] of words)
      for (const [form] of text.matchAll(/\{\w*\|[^}]*\}/g)) {
        expect(form, key).toMatch(/^\{\w+\|[^|{}]+\|[^|{}]+\}$/);
        expect(text, key).toContain(`{${/\w+/.exec(form)?.[0]}}`);
      }
  });

  it("fills the same places", () => {
    for (const [key, text] of words) expect(placeholders(text), key).toEqual(placeholders(first.get(key) ?? ""));
  });
});

describe("the buttons of dialogs", () => {
  it.each(languages)("are short enough in %s for WeChat to show the dialog at all", (language) => {
    for (const [key, text] of Object.entries(all[language].dialogs)) expect(textWidth(text), `${key}: ${text}`).toBeLessThanOrEqual(8);
  });

  it("say nothing but those words", () => {
    const named = scripts().filter((script) => /confirmText|cancelText/.test(script));
    expect(named).toEqual([expect.stringContaining("export function buttons(")]);
  });
});

describe("Traditional Chinese", () => {
  it("has no simplified characters left", () => {
    for (const [key, text] of flat(all["zh-TW"])) expect(text, key).not.toMatch(/[录余额预约结账单种张颜浅这个们过还没错误网络键无]/);
  });
});

it("calls a region by one word, as the dashboard does", () => {
  for (const language of languages) for (const [key, text] of flat(all[language])) expect(text, key).not.toMatch(/區域|区域/);
});

const days = new Set(["mon", "tue", "wed", "thu", "fri", "sat", "sun", "allDay", "dayOff", "to"]);
/** Looked up by what a pump says of itself. */
const pumpStates = new Set(["idle", "calling", "authorised", "fueling", "suspended", "payable", "closed", "offline", "error"]);

describe("keys", () => {
  const templates = units();
  const code = scripts().join("\n");

  it("are all used", () => {
    const text = `${templates.map((unit) => unit.wxml).join("\n")}\n${code}`;
    // These sections are looked up by a code or a name that comes from elsewhere.
    const byName = new Set([
      "problems",
      "states",
      "tabs",
      "me",
      "providers",
      "refundStates",
      "refundSteps",
      "questionTexts",
      "verification",
    ]);
    const unused = [...first.keys()].filter((name) => {
      const [section = "", key = ""] = name.split(".");
      if (
        byName.has(section) ||
        key === "title" ||
        (section === "station" && (pumpStates.has(key) || days.has(key) || stationServices.some((service) => service === key)))
      )
        return false;
      return !new RegExp(`\\b(?:t|words|common|${section})\\.${key}\\b|"${key}"`).test(text);
    });
    expect(unused).toEqual([]);
  });

  it("that a template asks for exist in its section", () => {
    for (const { path, wxml, script } of templates) {
      const section = /section: "(\w+)"/.exec(script)?.[1];
      if (section === undefined) continue;
      for (const [, key] of wxml.matchAll(/\bt\.(\w+)/g)) {
        expect(first.has(`${section}.${key}`) || first.has(`common.${key}`), `${path}: t.${key}`).toBe(true);
      }
    }
  });
});
