import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { checkWhenHealed } from "./checker/healed.ts";
import { bugs } from "./kit/faults.ts";
import { buildFaultyWorker } from "./kit/product.ts";
import { runFaults } from "./load/run.ts";
import { startWithVendors } from "./load/vendors.ts";
import { subjects } from "./subjects/subjects.ts";

/**
 * `npm run faults -- --minutes N --seed S`: drivers and terminals use the product while it is maltreated, everything heals, and
 * the checker says what is wrong. Leaves a report in `dist/faults/`; the exit code says whether there is a violation.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "2" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    drivers: { type: "string", default: "10" },
    bug: { type: "string", default: "" },
    keep: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed);
const bug = bugs.find((known) => known === values.bug);
console.log(`seed ${seed}, ${values.minutes} min, ${values.drivers} drivers`);
buildFaultyWorker();
const { product, vendors } = await startWithVendors({ worker: "faulty", ...(bug === undefined ? {} : { bug }) });
const run = await runFaults(product, { seed, forMs: Number(values.minutes) * 60_000, drivers: Number(values.drivers), subjects, vendors });
const report = await checkWhenHealed(run, subjects);
vendors.stop();
const text = [
  `seed ${seed}`,
  ...Object.entries(run.counts).map(([what, count]) => `${String(count).padStart(6)}  ${what}`),
  String(report),
].join("\n");
console.log(text);
mkdirSync("dist/faults", { recursive: true });
writeFileSync(`dist/faults/report-${seed}.txt`, text);
writeFileSync(
  `dist/faults/report-${seed}.json`,
  JSON.stringify({ ...values, seed, counts: run.counts, ...report, ledger: run.ledger }, null, 2),
);
if (values.keep || report.violations.length > 0) {
  await run.product.kill();
  console.log(`the data stays in ${run.product.stateDir}`);
} else await run.product.remove();
process.exit(report.violations.length === 0 ? 0 : 1);
