// biome-ignore lint/performance/noReExportAll: the product's own exports, as they are
export * from "../../worker/index.ts";
export { default } from "../../worker/index.ts";
export { ToyActor } from "./runtime/ToyActor.ts";
