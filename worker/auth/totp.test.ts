import { expect, it } from "vitest";
import { newTotpSecret, totpAt, totpStep, totpUri } from "./totp.ts";

/** The SHA-1 vectors of RFC 6238, appendix B, of which six digits are shown. */
const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

it.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
])("gives the standard's code at %d seconds", (seconds, code) => {
  expect(totpAt(SECRET, Math.floor(seconds / 30))).toBe(code);
});

it("takes a code half a minute early or late, and no other", () => {
  const nowMs = 1_234_567_890_000;
  const present = Math.floor(nowMs / 30_000);
  expect([-2, -1, 0, 1, 2].map((away) => totpStep(SECRET, totpAt(SECRET, present + away), nowMs))).toEqual([
    null,
    present - 1,
    present,
    present + 1,
    null,
  ]);
  for (const code of ["", "12345", "1234567", "abcdef", "۱۲۳۴۵۶"]) expect(totpStep(SECRET, code, nowMs)).toBeNull();
});

it("makes secrets of 160 bits that apps can read", () => {
  const secret = newTotpSecret();
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(newTotpSecret()).not.toBe(secret);
  expect(totpUri(secret, "ada@forecourt.example")).toBe(
    `otpauth://totp/Forecourt%3Aada%40forecourt.example?secret=${secret}&issuer=Forecourt`,
  );
});
