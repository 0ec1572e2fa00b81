import { describe, expect, it } from "vitest";
import { parseUrl, RouteError, RouteStack, STACK_DEPTH_MAX } from "./routes.ts";

function given() {
  const log: string[] = [];
  const stack = new RouteStack<string>(
    { pages: new Set(["pages/a/a", "pages/b/b", "pages/c/c", "pages/d/d"]), tabs: new Set(["pages/a/a", "pages/b/b"]) },
    {
      create: (route) => {
        log.push(`create ${route}`);
        return route;
      },
      show: (handle) => log.push(`show ${handle}`),
      hide: (handle) => log.push(`hide ${handle}`),
      destroy: (handle) => log.push(`destroy ${handle}`),
    },
  );
  stack.reLaunch("/pages/a/a");
  log.length = 0;
  return { stack, log };
}

describe("the page stack", () => {
  it("keeps tab pages alive and closes what stands above them", () => {
    const { stack, log } = given();
    stack.navigateTo("/pages/c/c?x=1");
    stack.switchTab("/pages/b/b");
    expect(log).toEqual([
      "hide pages/a/a",
      "create pages/c/c",
      "show pages/c/c",
      "destroy pages/c/c",
      "create pages/b/b",
      "show pages/b/b",
    ]);
    log.length = 0;
    stack.switchTab("/pages/a/a");
    expect(log).toEqual(["hide pages/b/b", "show pages/a/a"]);
  });

  it("refuses to navigate to a tab page, to an unknown page and past ten pages", () => {
    const { stack } = given();
    expect(() => stack.navigateTo("/pages/b/b")).toThrow("can not navigateTo a tabbar page");
    expect(() => stack.navigateTo("/pages/x/x")).toThrow("is not found");
    for (let depth = 1; depth < STACK_DEPTH_MAX; depth += 1) stack.navigateTo("/pages/c/c");
    expect(() => stack.navigateTo("/pages/c/c")).toThrow(RouteError);
    expect(stack.entries.length).toBe(STACK_DEPTH_MAX);
  });

  it("goes back to the first page when delta is too large, and not past it", () => {
    const { stack, log } = given();
    stack.navigateTo("/pages/c/c");
    stack.navigateTo("/pages/d/d");
    log.length = 0;
    expect(stack.navigateBack(9).route).toBe("pages/a/a");
    expect(log).toEqual(["destroy pages/d/d", "destroy pages/c/c", "show pages/a/a"]);
    expect(() => stack.navigateBack()).toThrow("first page");
  });

  it("destroys every page on reLaunch", () => {
    const { stack, log } = given();
    stack.switchTab("/pages/b/b");
    log.length = 0;
    stack.reLaunch("/pages/c/c");
    expect(log).toEqual(["destroy pages/b/b", "destroy pages/a/a", "create pages/c/c", "show pages/c/c"]);
  });

  it("reads addresses relative to the page", () => {
    expect(parseUrl("../c/c?id=7&q=a%2Fb", "pages/a/a")).toEqual({ route: "pages/c/c", query: { id: "7", q: "a%2Fb" } });
  });
});
