import { beforeEach, expect, it, vi } from "vitest";
import { back, go } from "./navigation.ts";

/** What WeChat was asked for, and a page that opens once it is told to. */
let asked: string[];
let opened: (() => void) | undefined;
let depth: number;

beforeEach(() => {
  asked = [];
  opened = undefined;
  depth = 1;
  const opens = (name: string) => (options: { url: string; complete?: () => void }) => {
    asked.push(`${name} ${options.url}`);
    opened = options.complete;
  };
  const navigateBack = ({ delta }: { delta: number }) => asked.push(`navigateBack ${delta}`);
  vi.stubGlobal("wx", {
    ...{ navigateTo: opens("navigateTo"), redirectTo: opens("redirectTo"), switchTab: opens("switchTab"), navigateBack },
  });
  vi.stubGlobal("getCurrentPages", () => Array(depth).fill({}));
  return () => {
    opened?.();
    vi.unstubAllGlobals();
  };
});

it("opens a page on top of the others, and in place of the one in front once ten are there", () => {
  depth = 9;
  go("/a");
  opened?.();
  depth = 10;
  go("/b");
  expect(asked).toEqual(["navigateTo /a", "redirectTo /b"]);
});

it("opens one page for two quick taps, and the next one once that is there", () => {
  go("/a");
  go("/a");
  expect(asked).toEqual(["navigateTo /a"]);
  opened?.();
  go("/b");
  expect(asked).toEqual(["navigateTo /a", "navigateTo /b"]);
});

it("goes back where there is something behind, and elsewhere where a link has led here", async () => {
  depth = 3;
  await back("/pages/home/home", 2);
  depth = 2;
  await back("/pages/home/home", 2);
  depth = 1;
  await back("/packages/car/records/records");
  expect(asked).toEqual(["navigateBack 2", "switchTab /pages/home/home", "redirectTo /packages/car/records/records"]);
});
