import { describe, expect, it } from "vitest";
import { dark, light } from "../../../../miniprogram/tokens/tokens.ts";
import { pageStyle } from "./style.ts";

describe("pages at the cashier", () => {
  it("have the app's colours, light and dark", () => {
    const [first = "", second = ""] = pageStyle.split("@media (prefers-color-scheme:dark)");
    const coloursOf = (css: string) =>
      Object.fromEntries(
        [...(css.split("}")[0] ?? "").matchAll(/--([\w-]+):(#\w+)/g)].map(([, name = "", colour]) => [camel(name), colour]),
      );
    expect(Object.keys(coloursOf(first)).length).toBeGreaterThan(8);
    expect(light).toMatchObject(coloursOf(first));
    expect(dark).toMatchObject(coloursOf(second));
  });
});

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
