import { buildFaultyWorker } from "./product.ts";

/** Once before all fault tests. */
export function setup(): void {
  buildFaultyWorker();
}
