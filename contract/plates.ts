/**
 * Number plates, as each region has them. This file has no dependency, so that the mini-program can check what is typed
 * by the same rule that the vehicle will be held to.
 */

/** How plates look: those of mainland China follow GA 36-2018; elsewhere any 2 to 12 letters and digits will do. */
export const plateRules = ["cn-mainland", "general"] as const;
export type PlateRule = (typeof plateRules)[number];

/** The rule of the region that uses this currency: the renminbi is mainland China's alone. */
export function plateRuleOf(currency: string): PlateRule {
  return currency === "CNY" ? "cn-mainland" : "general";
}

const PROVINCE = "[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新]";
/** I and O are left out, since they look like 1 and 0. */
const LETTER = "[A-HJ-NP-Z]";
const SIGN = "[A-HJ-NP-Z0-9]";
/** Battery (A to E) or hybrid (F to K). */
const ENERGY = "[A-HJK]";

const mainland = [
  // 沪A12345, and with a last character that says what it is for: trailer, school, police, consulate, Hong Kong, Macao.
  `${PROVINCE}${LETTER}${SIGN}{4}(${SIGN}|[挂学警领港澳])`,
  // New energy, small: 沪AD12345. The second may be a letter once the digits have run out.
  `${PROVINCE}${LETTER}${ENERGY}${SIGN}\\d{4}`,
  // New energy, large: 沪A12345D.
  `${PROVINCE}${LETTER}\\d{5}${ENERGY}`,
  // Embassies.
  "\\d{6}使",
];

const patterns: Readonly<Record<PlateRule, RegExp>> = {
  "cn-mainland": new RegExp(`^(${mainland.join("|")})$`),
  general: /^[\p{L}\p{N}]{2,12}$/u,
};

/** A plate as it is kept and compared: upper case, without the dots, dashes and blanks that people write. */
export function normalPlate(typed: string): string {
  return typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s·•・.-]/g, "");
}

/** Whether a plate, already {@link normalPlate}, is one. */
export function isPlate(plate: string, rule: PlateRule): boolean {
  return patterns[rule].test(plate);
}
