import { env } from "cloudflare:workers";
import type { Publication } from "@forecourt/contract/commit";
import { StationActor as Station } from "@forecourt/durable-objects/station/StationActor";
import type { Env } from "../../worker/env.ts";
import product, {
  AccountActor as Account,
  AdministrationActor as Administration,
  AuditActor as Audit,
  CatalogActor as Catalog,
  ExportActor as Export,
  IdentityActor as Identity,
  OperatorActor as Operator,
  PaymentActor as Payment,
  RulesActor as Rules,
  SecurityActor as Security,
  SightingActor as Sighting,
  StockActor as Stock,
  ThrottleActor as Throttle,
  WalletActor as Wallet,
} from "../../worker/index.ts";
import { between } from "./injected/actor.ts";
import { seedBugs } from "./injected/bugs.ts";
import { shiftDate } from "./injected/clock.ts";
import { control, current, startWith } from "./injected/control.ts";
import { faulty } from "./injected/env.ts";
import { upgrade } from "./injected/upgrade.ts";
import { bugs } from "./kit/faults.ts";

/**
 * The product as the fault tests run it: the same code, between bindings that can fail and a clock that can jump, with
 * steps to stop at. Nothing of this is in the product's own build.
 */
const { FAULTS_CLOCK_AHEAD_MS, FAULTS_BUG, FAULTS_UPGRADES } = env as Readonly<Record<string, string | undefined>>;
startWith({ clockAheadMs: Number(FAULTS_CLOCK_AHEAD_MS ?? 0), bug: bugs.find((bug) => bug === FAULTS_BUG) ?? null });
shiftDate();
seedBugs();
upgrade(Number(FAULTS_UPGRADES ?? 0));

export class WalletActor extends between(Wallet, { evictable: true }) {
  vanish(): void {
    this.ctx.abort("evicted by the fault tests");
  }
}

export class StationActor extends between(Station, { evictable: true }) {
  vanish(): void {
    this.ctx.abort("evicted by the fault tests");
  }
}

export class AccountActor extends between(Account, { evictable: true }) {
  vanish(): void {
    this.ctx.abort("evicted by the fault tests");
  }
}

export class PaymentActor extends between(Payment, { evictable: true }) {
  vanish(): void {
    this.ctx.abort("evicted by the fault tests");
  }
}

export class StockActor extends between(Stock, { evictable: true }) {
  vanish(): void {
    this.ctx.abort("evicted by the fault tests");
  }
}

export class IdentityActor extends between(Identity) {}
export class OperatorActor extends between(Operator) {}
export class AdministrationActor extends between(Administration) {}
export class AuditActor extends between(Audit) {}
export class SecurityActor extends between(Security) {}
export class ThrottleActor extends between(Throttle) {}
export class RulesActor extends between(Rules) {}
export class SightingActor extends between(Sighting) {}
export class CatalogActor extends between(Catalog) {}
export class ExportActor extends between(Export) {}
export { AccessTokenActor, AddressKeysActor, KeyringActor } from "../../worker/index.ts";

const minute: ScheduledController = { cron: "* * * * *", scheduledTime: 0, noRetry: () => undefined };

// biome-ignore lint/style/noDefaultExport: the platform finds the handlers here
export default {
  fetch: async (request, bound) => {
    // The minute's clock, without waiting for the minute.
    if (new URL(request.url).pathname === "/sandbox/faults/minute") return Response.json(await product.scheduled(minute, faulty(bound)));
    return (await control(request)) ?? product.fetch(request, faulty(bound));
  },
  queue: async (batch, bound) => {
    if (current().queue === "stalls") throw new Error("the queue stalls");
    await product.queue(batch, faulty(bound));
  },
  scheduled: (controller, bound) => product.scheduled(controller, faulty(bound)),
} satisfies ExportedHandler<Env, Publication>;
