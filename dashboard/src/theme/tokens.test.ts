import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { dark, grades, light, type Palette } from "./tokens.ts";

const appTokens = new URL("../../../miniprogram/tokens/tokens.ts", import.meta.url);

describe("one hand for both front ends", () => {
  it.runIf(existsSync(appTokens))("has the colours of the driver's app", () => {
    const source = readFileSync(appTokens, "utf8");
    const block = (name: string) => source.slice(source.indexOf(`export const ${name}: Palette`)).split("};")[0] ?? "";
    for (const [name, palette] of Object.entries({ light, dark })) {
      for (const [key, value] of Object.entries(palette)) if (key !== "accentFaint") expect(block(name)).toContain(`${key}: "${value}"`);
    }
    for (const [grade, { light: day, dark: night }] of Object.entries(grades)) {
      expect(source).toMatch(new RegExp(`"?${grade}"?: \\{ light: "${day}", dark: "${night}" \\}`));
    }
  });
});

describe("contrast", () => {
  const on: readonly (readonly [keyof Palette, readonly (keyof Palette)[]])[] = [
    ["ink", ["page", "surface", "sunken"]],
    ["inkSoft", ["page", "surface", "sunken"]],
    ["inkFaint", ["page", "surface", "sunken"]],
    ["accent", ["surface", "accentSoft"]],
    ["onAccent", ["accent", "accentPressed"]],
    ["amber", ["surface", "amberSoft"]],
    ["red", ["surface", "redSoft"]],
  ];
  for (const [name, palette] of Object.entries({ light, dark })) {
    it(`tells the lines of a chart from its ground in ${name} mode`, () => {
      for (const line of [palette.accent, palette.accentFaint]) expect(contrast(line, palette.surface)).toBeGreaterThanOrEqual(3);
    });
    it(`is AA in ${name} mode`, () => {
      for (const [text, backs] of on) for (const back of backs) expect(contrast(palette[text], palette[back])).toBeGreaterThanOrEqual(4.5);
    });
  }
});

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}
