import { describe, expect, it } from "vitest";
import { storageApi } from "./storage.ts";

function memory() {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
    key: (index: number) => [...entries.keys()][index] ?? null,
    get length() {
      return entries.size;
    },
  };
}

describe("storage", () => {
  it("keeps types, and gives an empty string for what isn't there", () => {
    const api = storageApi(memory());
    api.setStorageSync("a", { n: 1 });
    expect(api.getStorageSync("a")).toEqual({ n: 1 });
    expect(api.getStorageSync("b")).toBe("");
  });

  it("clears its own keys only", () => {
    const store = memory();
    store.setItem("other", "1");
    const api = storageApi(store);
    api.setStorageSync("a", 1);
    api.clearStorageSync();
    expect([...store.entries.keys()]).toEqual(["other"]);
  });

  it("refuses a value over WeChat's limit, by callback and by promise", async () => {
    const api = storageApi(memory());
    const data = "x".repeat(1_100_000);
    await expect(api.setStorage({ key: "a", data })).rejects.toMatchObject({ errMsg: "setStorage:fail entry size limit reached" });
    await new Promise<void>((resolve) => {
      api.setStorage({
        key: "a",
        data,
        fail: ({ errMsg }) => {
          expect(errMsg).toContain("limit");
          resolve();
        },
      });
    });
    await expect(api.getStorage({ key: "none" })).rejects.toMatchObject({ errMsg: "getStorage:fail data not found" });
  });
});
