import { expect, it } from "vitest";
import { meaningOf, type Press } from "./sequence.ts";

const press = (key: string, change: Partial<Press> = {}): Press => ({ key, isCommand: false, isTaken: false, atMs: 10_000, ...change });

it("opens the search with a slash, and with Ctrl or Cmd and K wherever one is", () => {
  expect(meaningOf(press("/"), null).means).toEqual({ type: "search" });
  expect(meaningOf(press("k", { isCommand: true, isTaken: true }), null).means).toEqual({ type: "search" });
  expect(meaningOf(press("/", { isTaken: true }), null).means).toBeNull();
});

it("goes to a page with g and its letter, one soon after the other", () => {
  const { goAtMs, means } = meaningOf(press("g"), null);
  expect(means).toBeNull();
  expect(meaningOf(press("s", { atMs: 11_000 }), goAtMs)).toEqual({ means: { type: "go", letter: "s" }, goAtMs: null });
  expect(meaningOf(press("s", { atMs: 12_000 }), goAtMs).means).toBeNull();
  expect(meaningOf(press("g", { atMs: 11_000 }), goAtMs).means).toEqual({ type: "go", letter: "g" });
});

it("goes to the next of a list with j and to the one before with k, but not as the letter of a page", () => {
  expect(meaningOf(press("j"), null).means).toEqual({ type: "step", step: 1 });
  expect(meaningOf(press("k"), null).means).toEqual({ type: "step", step: -1 });
  expect(meaningOf(press("k"), 9_900).means).toEqual({ type: "go", letter: "k" });
});

it("leaves alone what is typed, and what the browser means by a key", () => {
  expect(meaningOf(press("g", { isTaken: true }), null).goAtMs).toBeNull();
  expect(meaningOf(press("s", { isTaken: true }), 9_900).means).toBeNull();
  expect(meaningOf(press("s", { isCommand: true }), 9_900).means).toBeNull();
  expect(meaningOf(press("Enter"), 9_900).means).toBeNull();
});

it("shows the keys with a question mark", () => {
  expect(meaningOf(press("?"), null).means).toEqual({ type: "help" });
});
