import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** The manuals are in three languages: whoever changes one changes all three. What is typed or looked up is the same in each. */
const manuals = ["install", "operate", "payments"] as const;
const translations = ["zh-CN", "zh-TW"] as const;

const read = (path: string): string => readFileSync(new URL(`../docs/${path}.md`, import.meta.url), "utf8");

/** Its headings by their level, steps, rows of tables and commands, in their order; and everything that stands in code. */
function shapeOf(text: string) {
  const lines = text.split("\n");
  const commands = [...text.matchAll(/^ *```sh\n(.*?)^ *```/gms)].map(([, block = ""]) => block.replaceAll(/\s+#(?! \{).*$/gm, ""));
  const prose = text.replaceAll(/^ *```sh\n.*?^ *```/gms, "");
  return {
    blocks: lines.flatMap((line) => /^(#+ |\d+\. |- |\| )/.exec(line)?.[1] ?? []),
    commands,
    code: [...prose.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code.replaceAll(/\s+/g, " ")).sort(),
  };
}

describe.each(manuals)("the manual %s", (manual) => {
  it.each(translations)("has the same sections, steps, tables, commands and names in %s", (language) => {
    expect(shapeOf(read(`${language}/${manual}`))).toEqual(shapeOf(read(manual)));
  });

  it("leads to its other languages", () => {
    for (const language of translations) {
      expect(read(manual)).toContain(`(${language}/${manual}.md)`);
      expect(read(`${language}/${manual}`)).toContain(`(../${manual}.md)`);
    }
  });
});
