declare namespace Cloudflare {
  interface GlobalProps {
    readonly mainModule: typeof import("./main.ts");
  }
  interface Env extends Omit<import("../../worker/env.ts").Env, never> {
    readonly TOY: DurableObjectNamespace<import("./runtime/ToyActor.ts").ToyActor>;
    /** JSON of the counterparts' `Settings`. */
    readonly COUNTERPARTS: string;
    /** What the fuzzer's inputs follow from. */
    readonly FUZZ_SEED: string;
    readonly MIGRATIONS: import("cloudflare:test").D1Migration[];
  }
}
