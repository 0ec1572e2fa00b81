import type { By } from "@forecourt/contract/audit";
import type { Commit, JournalPage, RuntimeEvent } from "@forecourt/contract/commit";
import type { Result } from "@forecourt/contract/result";
import { defaultRiskRules, type RiskRuleSet, type RulesCommand, type RulesEvent, type RulesVersion } from "@forecourt/contract/risk";
import type { ActorEnv } from "../env.ts";
import { HostedActor } from "../runtime/actor.ts";
import type { EventShape } from "../runtime/definition.ts";
import { ActorHost } from "../runtime/host.ts";
import { worldOf } from "../world.ts";
import { rules } from "./rules.ts";

const HISTORY_MAX = 50;
/** Pages of the journal read for it: rules are changed by hand. */
const HISTORY_PAGES = 50;

/** The risk rules' Durable Object; there is one. */
export class RulesActor extends HostedActor<ActorEnv> {
  readonly host: ActorHost<RiskRuleSet, RulesCommand, RulesEvent, never>;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, rules, { ...worldOf(env), send: async () => null });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  execute(commandId: string, command: RulesCommand, by?: By): Result<unknown> {
    return this.host.execute(commandId, command, command, by);
  }

  current(): RiskRuleSet {
    return this.host.state;
  }

  /** The versions, newest first; the last fifty. */
  history(): readonly RulesVersion[] {
    const versions: RulesVersion[] = [{ version: 1, rules: defaultRiskRules, atMs: null, operator: null, reason: null }];
    for (let from: number | null = 0, page = 0; from !== null && page < HISTORY_PAGES; page++) {
      const { commits, nextAfterSeq }: JournalPage<EventShape> = this.host.journal(from);
      versions.push(...commits.flatMap(versionsIn));
      from = nextAfterSeq;
    }
    return versions.slice(-HISTORY_MAX).reverse();
  }
}

function versionsIn({ atMs, events }: Commit<EventShape>): readonly RulesVersion[] {
  const acted = (events as readonly RuntimeEvent[]).find((event) => event.type === "OperatorActed");
  const who = { operator: acted?.by.email ?? null, reason: acted?.by.reason ?? null };
  return (events as readonly RulesEvent[]).flatMap(({ type, ...set }) => (type === "RiskRulesSet" ? [{ ...set, atMs, ...who }] : []));
}
