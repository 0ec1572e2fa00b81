import { describe, expect, it } from "vitest";
import { convertUnits, scopeName, scopeSelector } from "./styles.ts";

describe("style scoping", () => {
  it("keeps a page's rules on that page", () => {
    const reach = { kind: "page", route: "pages/a/a" } as const;
    expect(scopeSelector(".card, view > .x", reach)).toBe('[data-route="pages/a/a"] .card,[data-route="pages/a/a"] wx-view > .x');
    expect(scopeSelector("page", reach)).toBe('[data-route="pages/a/a"]');
  });

  it("prefixes a component's classes and names its host", () => {
    const reach = { kind: "component", scope: scopeName("components/icon/icon") } as const;
    expect(reach.scope).toBe("components_icon_icon");
    expect(scopeSelector(":host .a.b:active", reach)).toBe(
      '[wx-host="components_icon_icon"] .components_icon_icon--a.components_icon_icon--b:active',
    );
  });

  it("finds ids by their end, since glass-easel puts a prefix before them", () => {
    expect(scopeSelector("#top", { kind: "app" })).toBe('[id$="--top"]');
  });

  it("measures rpx, vw and vh on the phone that is shown", () => {
    expect(convertUnits("0 -12.5rpx 100vh")).toBe("0 calc(-12.5 * var(--preview-rpx)) calc(100 * var(--preview-vh))");
    expect(convertUnits('url("data:image/svg+xml,10vw")')).toContain("10vw");
  });
});
