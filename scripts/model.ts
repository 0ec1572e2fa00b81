import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

/**
 * Tells the model tests' stories, as many as wanted:
 *
 *   npm run model -- --runs 10000                           each model so many stories
 *   npm run model -- --only "a wallet" --seed 7 --path 3:1  one story again, as a failure prints it
 */
const { values } = parseArgs({
  options: { runs: { type: "string" }, seed: { type: "string" }, path: { type: "string" }, only: { type: "string" } },
});
for (const name of ["runs", "seed"] as const) {
  const value = values[name];
  if (value === undefined || Number.isSafeInteger(Number(value))) continue;
  console.error(`--${name} takes a whole number, not ${value}`);
  process.exit(2);
}
const { runs, seed, path, only } = values;
// The name is a text to vitest's pattern: what has a meaning in a pattern must not have it here.
const named = only === undefined ? [] : ["--testNamePattern", only.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")];
const { status } = spawnSync("node_modules/.bin/node", ["node_modules/.bin/vitest", "run", "--project", "node", "tests/model", ...named], {
  stdio: "inherit",
  env: {
    ...process.env,
    ...(runs === undefined ? {} : { MODEL_RUNS: runs }),
    ...(seed === undefined ? {} : { MODEL_SEED: seed }),
    ...(path === undefined ? {} : { MODEL_PATH: path }),
  },
});
process.exit(status ?? 1);
