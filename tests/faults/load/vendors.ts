import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { offerCounterparts } from "../../../scripts/platform/counterparts.ts";
import { freePort, type Launch, Product } from "../kit/product.ts";
import type { VendorsReady } from "./vendorsMain.ts";

/** Counterparts of the payment vendors, in a process of their own. */
export class Vendors {
  readonly addresses: VendorsReady["addresses"];
  readonly #child: ChildProcess;

  constructor(addresses: VendorsReady["addresses"], child: ChildProcess) {
    this.addresses = addresses;
    this.#child = child;
  }

  /** Their clocks go with the platform's. */
  setClock(aheadMs: number): void {
    this.#child.send({ aheadMs });
  }

  stop(): void {
    this.#child.kill("SIGKILL");
  }
}

/** Starts the vendors, and the product with what they have given it, which its region then offers. */
export async function startWithVendors(launch: Launch): Promise<{ readonly product: Product; readonly vendors: Vendors }> {
  const stateDir = mkdtempSync(join(tmpdir(), "forecourt-faults-"));
  const port = await freePort();
  const child = fork("tests/faults/load/vendorsMain.ts", [stateDir, `http://127.0.0.1:${port}`], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const [{ secrets, addresses }] = (await once(child, "message")) as [VendorsReady];
  const vendors = new Vendors(addresses, child);
  try {
    const product = await Product.start({ ...launch, stateDir, port, bindings: secrets });
    await offerCounterparts(product.demo);
    return { product, vendors };
  } catch (error) {
    vendors.stop();
    throw error;
  }
}
