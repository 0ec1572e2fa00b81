import { env } from "cloudflare:workers";
import type { Publication } from "@forecourt/contract/commit";
import { StationActor as Station } from "@forecourt/durable-objects/station/StationActor";
import type { Env } from "../../worker/env.ts";
import product, {
  AccountActor as Account,
  CatalogActor as Catalog,
  IdentityActor as Identity,
  WalletActor as Wallet,
} from "../../worker/index.ts";
import { seedBugs } from "./injected/bugs.ts";
import { shiftAlarms, shiftDate } from "./injected/clock.ts";
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

export class WalletActor extends Wallet {
  constructor(ctx: DurableObjectState, bound: Env) {
    super(shiftAlarms(ctx), faulty(bound));
  }
}

export class StationActor extends Station {
  constructor(ctx: DurableObjectState, bound: Env) {
    super(shiftAlarms(ctx), faulty(bound));
  }
}

export class IdentityActor extends Identity {
  constructor(ctx: DurableObjectState, bound: Env) {
    super(shiftAlarms(ctx), faulty(bound));
  }
}

export class AccountActor extends Account {
  constructor(ctx: DurableObjectState, bound: Env) {
    super(shiftAlarms(ctx), faulty(bound));
  }
}

export class CatalogActor extends Catalog {
  constructor(ctx: DurableObjectState, bound: Env) {
    super(shiftAlarms(ctx), faulty(bound));
  }
}

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
