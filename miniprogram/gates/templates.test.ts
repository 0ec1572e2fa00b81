import { describe, expect, it } from "vitest";
import { appConfig } from "../build/entries.ts";
import { builtinTags } from "../preview/runtime/tags.ts";
import { units } from "./sources.ts";

const shared = Object.keys((appConfig().usingComponents ?? {}) as Record<string, string>);

describe.each(units())("$path", ({ wxml, script, json }) => {
  it("binds only to handlers that exist", () => {
    for (const [, handler] of wxml.matchAll(/\b(?:bind|catch|mut-bind|capture-bind|capture-catch):?[a-z]+="([A-Za-z]\w*)"/g)) {
      expect(script, `handler ${handler}`).toMatch(new RegExp(`(?:^|[\\s,{])(?:async )?${handler}\\s*\\(`));
    }
  });

  it("uses only elements that are declared", () => {
    const known = new Set([
      ...builtinTags,
      ...shared,
      ...Object.keys(json.usingComponents ?? {}),
      "wxs",
      "import",
      "include",
      "template",
      "slot",
    ]);
    for (const [, tag] of wxml.matchAll(/<([a-z][\w-]*)/g)) expect(known, `<${tag}>`).toContain(tag);
    for (const name of Object.keys(json.usingComponents ?? {})) expect(wxml, `${name} is declared but not used`).toContain(`<${name}`);
  });

  it("puts no wx:for beside wx:else, and a key on each wx:for", () => {
    for (const [tag] of wxml.matchAll(/<[a-z][\w-]*(?:[^>"]|"[^"]*")*>/g)) {
      if (/\swx:for=/.test(tag)) {
        expect(tag).not.toMatch(/\swx:(else|elif)\b/);
        expect(tag).toMatch(/\swx:key=/);
      }
    }
  });
});
