declare namespace Cloudflare {
  interface Env {
    readonly TOY: DurableObjectNamespace<import("./runtime/ToyActor.ts").ToyActor>;
  }
}
