import { existsSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { build } from "../../../scripts/platform/build.ts";
import type { Demo } from "../../../scripts/platform/demo.ts";
import { Product } from "../../faults/kit/product.ts";
import { strain } from "./strain.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly product: { readonly baseUrl: string; readonly stateDir: string; readonly demo: Demo; readonly chromium: string };
  }
}

/** One product for all browser tests: built when something has changed, started on a port and data of its own, killed at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const chromium = process.env.CHROMIUM;
  if (chromium === undefined || !existsSync(chromium))
    throw new Error("The browser tests need CHROMIUM, the path of a Chromium; `npm test` finds or installs one and sets it.");
  build();
  const product = await Product.start({ worker: "product", projectionWaitS: strain.projectionWaitS });
  const { baseUrl, stateDir, demo } = product;
  project.provide("product", { baseUrl, stateDir, demo, chromium });
  return () => product.remove();
}
