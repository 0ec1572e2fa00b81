import { expect, it } from "vitest";
import { checkWhenHealed } from "./checker/healed.ts";
import { runFaults } from "./load/run.ts";
import { startWithVendors } from "./load/vendors.ts";
import { subjects } from "./subjects/subjects.ts";

/** A short one of what `npm run faults` does for longer, and with other seeds. */
const SEED = 20_261_122;
const FOR_MS = 40_000;

it("loses nothing and does nothing twice while it is killed, starved and lied to at random", async () => {
  const { product, vendors } = await startWithVendors({ worker: "faulty" });
  const run = await runFaults(product, { seed: SEED, forMs: FOR_MS, drivers: 8, subjects, vendors });
  try {
    const report = await checkWhenHealed(run, subjects);
    expect(report.looked.sales, JSON.stringify(run.counts)).toBeGreaterThan(0);
    expect(String(report)).toContain("no violation");
  } finally {
    vendors.stop();
    await run.product.remove();
  }
}, 420_000);
