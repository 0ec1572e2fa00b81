import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** What real secrets look like. Those of the examples below are published by their standards. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  "a private key": /-----BEGIN (?:RSA |EC |ENCRYPTED )?PRIVATE KEY-----\s*[A-Za-z0-9+/=\s]{200,}/,
  "a webhook's secret": /whsec_[A-Za-z0-9+/]{32,}={0,2}/,
  "a Stripe key": /\b[sr]k_live_[A-Za-z0-9]{16,}/,
  "an AWS key": /\bAKIA[0-9A-Z]{16}\b/,
  "a GitHub token": /\bgh[pousr]_[A-Za-z0-9]{36,}/,
  "a Cloudflare token": /\bCLOUDFLARE_API_TOKEN\s*[=:]\s*["']?[A-Za-z0-9_-]{40}/,
  "a signed token": /\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}/,
};
const PUBLISHED = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"];
/** Keys that are made for a test stand in the test or its kit, and open nothing else. */
const MADE_FOR_TESTS = /\.test\.ts$|(^|\/)(tests|counterparts?|fixtures)\//;

it("holds no secret that anybody could use", () => {
  const files = execFileSync("git", ["ls-files", "-z"], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }).split("\0");
  const texts = files.filter(
    (file) => file !== "" && !/\.(jpg|png|svg|woff2?|ico)$|package-lock\.json$/.test(file) && !MADE_FOR_TESTS.test(file),
  );
  expect(texts.length).toBeGreaterThan(300);
  const found = texts.flatMap((file) => {
    const text = readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
    const known = PUBLISHED.reduce((left, secret) => left.replaceAll(secret, ""), text);
    return Object.entries(SHAPES).flatMap(([what, shape]) => (shape.test(known) ? [`${file}: ${what}`] : []));
  });
  expect(found).toEqual([]);
});
