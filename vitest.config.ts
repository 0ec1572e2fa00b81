import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** Pure tests stand beside their code and run in Node; what needs actors, D1 or queues runs in workerd. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          environment: "node",
          include: ["{contract,durable-objects,worker,station-sdk,miniprogram,dashboard,scripts}/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/dist/**"],
        },
      },
      {
        plugins: [
          cloudflareTest({
            main: "./tests/workers/main.ts",
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: { durableObjects: { TOY: { className: "ToyActor", useSQLite: true } } },
          }),
        ],
        test: { name: "workers", include: ["tests/workers/**/*.test.ts"] },
      },
    ],
  },
});
