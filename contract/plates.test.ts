import { describe, expect, it } from "vitest";
import { isPlate, normalPlate, plateRuleOf } from "./plates.ts";

describe("a plate", () => {
  it.each(["沪A12345", "粤B8K3F9", "京NB1234", "鲁Q1234挂", "粤Z1234港", "苏A1234警", "123456使"])("of mainland China: %s", (plate) => {
    expect(isPlate(plate, "cn-mainland")).toBe(true);
  });

  it.each(["沪AD12345", "粤BF12345", "京ADA1234", "沪A12345D"])("of a new-energy vehicle: %s", (plate) => {
    expect(isPlate(plate, "cn-mainland")).toBe(true);
  });

  it.each(["", "沪A1234", "沪A123456", "沪I12345", "沪AO2345", "沪AZ12345", "A12345", "沪A12345Z", "沪A1234挂5", "沪A12345 ", "沪a12345"])(
    "is none in mainland China: %j",
    (plate) => {
      expect(isPlate(plate, "cn-mainland")).toBe(false);
    },
  );

  it("is 2 to 12 letters and digits elsewhere", () => {
    for (const plate of ["AB", "ABC1234", "ABCDEF123456", "ÄB123"]) expect(isPlate(plate, "general"), plate).toBe(true);
    for (const plate of ["A", "ABCDEF1234567", "AB_12", "<b>"]) expect(isPlate(plate, "general"), plate).toBe(false);
  });

  it("is the same however it is written", () => {
    for (const typed of ["沪A·12345", " 沪a 12345", "沪A-12345", "沪Ａ１２３４５"]) expect(normalPlate(typed)).toBe("沪A12345");
  });

  it("follows the region's currency", () => {
    expect(plateRuleOf("CNY")).toBe("cn-mainland");
    expect(plateRuleOf("HKD")).toBe("general");
  });
});
