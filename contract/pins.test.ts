import { describe, expect, it } from "vitest";
import { isPin, isWeakPin } from "./pins.ts";

describe("a PIN", () => {
  it.each([
    "111111",
    "123456",
    "654321",
    "012345",
    "135791",
    "121212",
    "123123",
    "112233",
    "111222",
    "110110",
    "520131",
    "900101",
    "311299",
    "147258",
  ])("%s is too easy to guess", (pin) => {
    expect(isWeakPin(pin)).toBe(true);
  });

  it.each(["482915", "739164", "860247", "501938", "918273"])("%s will do", (pin) => {
    expect(isWeakPin(pin)).toBe(false);
  });

  it("is six digits", () => {
    for (const text of ["", "12345", "1234567", "12345a", "１２３４５６", "123 456"]) expect(isPin(text)).toBe(false);
    expect(isPin("482915")).toBe(true);
  });

  it("leaves most of the million to choose from", () => {
    let good = 0;
    for (let pin = 0; pin < 1_000_000; pin++) if (!isWeakPin(String(pin).padStart(6, "0"))) good++;
    expect(good).toBeGreaterThan(850_000);
  });
});
