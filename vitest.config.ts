import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { makeSettings, secretsOf } from "./tests/counterparts/settings.ts";

/** Where the counterparts of payment vendors would be; a test answers for them. */
const vendors = {
  wechat: "https://wechat.counterpart.example",
  unionpay: "https://unionpay.counterpart.example",
  stripe: "https://stripe.counterpart.example",
};

/** Pure tests stand beside their code and run in Node; what needs actors, D1 or queues runs in workerd. */
export default defineConfig(async () => {
  const counterparts = await makeSettings();
  return {
    test: {
      // What a test that fails has logged is of interest; the others log a line for every request.
      silent: "passed-only",
      // The default leaves a core to others, which on two of them is half.
      maxWorkers: 2,
      projects: [
        {
          test: {
            name: "node",
            environment: "node",
            include: [
              "{contract,durable-objects,worker,station-sdk,miniprogram,dashboard,scripts,tests/model,tests/counterparts}/**/*.test.ts",
            ],
            exclude: ["**/node_modules/**", "**/dist/**"],
            testTimeout: 30_000,
          },
        },
        {
          test: {
            name: "e2e",
            environment: "node",
            include: ["tests/e2e/**/*.test.ts"],
            globalSetup: "tests/e2e/kit/setup.ts",
            // They share one product, and a browser takes a core; they measure delays, so they have the machine to themselves.
            fileParallelism: false,
            // One process and one browser for all of them.
            isolate: false,
            sequence: { groupOrder: 1 },
            testTimeout: 90_000,
            hookTimeout: 60_000,
            // As long as a page is waited for: what is asked of the API may be a list that learns of it a moment later.
            expect: { poll: { timeout: 15_000 } },
          },
        },
        {
          test: {
            name: "faults",
            environment: "node",
            include: ["tests/faults/**/*.test.ts"],
            globalSetup: "tests/faults/kit/setup.ts",
            // Each starts and kills the whole product; two at once would only wait for one another.
            fileParallelism: false,
            testTimeout: 120_000,
            hookTimeout: 180_000,
          },
        },
        {
          plugins: [
            cloudflareTest({
              main: "./tests/workers/main.ts",
              wrangler: { configPath: "./wrangler.toml" },
              miniflare: {
                durableObjects: { TOY: { className: "ToyActor", useSQLite: true } },
                bindings: {
                  SESSION_SECRET: "a-secret-of-the-tests-that-signs-sessions",
                  PAYMENT_CODE_KEY: "dGhlLXRlc3RzLW93bi1rZXktb2YtMzItYnl0ZXMhISE=",
                  MASTER_KEYS: "1:dGhlLXRlc3RzLW1hc3Rlci1rZXktb2YtMzItYnl0ZXM=",
                  HASH_KEY: "dGhlLXRlc3RzLWtleS1mb3IgbmFtZXMtMzItYnl0ZXM=",
                  CORS_ORIGINS: "https://app.forecourt.example",
                  FUZZ_SEED: process.env.FUZZ_SEED ?? "20261126",
                  MIGRATIONS: await readD1Migrations("./migrations"),
                  COUNTERPARTS: JSON.stringify(counterparts),
                  ...secretsOf(counterparts, vendors),
                },
              },
            }),
          ],
          test: {
            name: "workers",
            include: ["tests/workers/**/*.test.ts"],
            // A busy machine may be slow; it is not wrong for that.
            testTimeout: 30_000,
            hookTimeout: 30_000,
            // Bundled once, since every file loads them anew over a socket, module by module.
            deps: {
              optimizer: {
                ssr: {
                  enabled: true,
                  include: [
                    "chanfana",
                    "drizzle-orm",
                    "drizzle-orm/d1",
                    "drizzle-orm/sqlite-core",
                    "itty-router",
                    "jose",
                    "jose/errors",
                    "standardwebhooks",
                    "stripe",
                    "zod",
                    "fast-check",
                  ],
                },
              },
            },
          },
        },
      ],
    },
  };
});
