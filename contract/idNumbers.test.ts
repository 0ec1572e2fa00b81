import { describe, expect, it } from "vitest";
import { isIdNumber, normalIdNumber } from "./idNumbers.ts";

describe("the number of an identity card", () => {
  it("of a resident has the right check character", () => {
    for (const number of ["11010519491231002X", "440524188001010014"]) expect(isIdNumber(number), number).toBe(true);
    for (const number of ["110105194912310021", "11010519491231020X", "440524188001010041"]) expect(isIdNumber(number), number).toBe(false);
  });

  it("of a resident has a day in it that there was", () => {
    // The check characters are right.
    for (const number of ["110105194902300020", "110105194913310021"]) expect(isIdNumber(number), number).toBe(false);
  });

  it("of another card is 6 to 20 letters and digits", () => {
    for (const number of ["G12345678", "A123456789", "E12345678"]) expect(isIdNumber(number), number).toBe(true);
    for (const number of ["", "A1234", "A".repeat(21), "A1234/567", "甲乙丙丁戊己"]) expect(isIdNumber(number), number).toBe(false);
  });

  it("is the same however it is typed", () => {
    expect(normalIdNumber(" 110105 19491231-002x ")).toBe("11010519491231002X");
    expect(normalIdNumber("g123456（7）")).toBe("G1234567");
  });
});
