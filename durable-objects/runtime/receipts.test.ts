import { describe, expect, test } from "vitest";
import { type Receipt, Receipts } from "./receipts.ts";

const receipt = (seq: number, atMs = 0): Receipt => ({ seq, atMs, fingerprint: `print-${seq}`, reply: "null" });

describe("receipts", () => {
  test("are found under their command's id", () => {
    const receipts = new Receipts(10, 1_000);
    receipts.add("a", receipt(1));
    expect(receipts.find("a", 0)).toEqual(receipt(1));
    expect(receipts.find("b", 0)).toBeUndefined();
  });

  test("beyond the number kept, the oldest goes first", () => {
    const receipts = new Receipts(3, 1_000);
    for (let seq = 1; seq <= 4; seq++) receipts.add(`c${seq}`, receipt(seq));
    expect(["c1", "c2", "c3", "c4"].map((id) => receipts.find(id, 0)?.seq)).toEqual([undefined, 2, 3, 4]);
  });

  test("an id that is decided anew becomes the youngest", () => {
    const receipts = new Receipts(2, 1_000);
    receipts.add("a", receipt(1));
    receipts.add("b", receipt(2));
    receipts.add("a", receipt(3));
    receipts.add("c", receipt(4));
    expect(["a", "b", "c"].map((id) => receipts.find(id, 0)?.seq)).toEqual([3, undefined, 4]);
  });

  test("last until they are older than the age kept", () => {
    const receipts = new Receipts(3, 1_000);
    receipts.add("a", receipt(1, 500));
    expect(receipts.find("a", 1_500)).toBeDefined();
    expect(receipts.find("a", 1_501)).toBeUndefined();
  });
});
