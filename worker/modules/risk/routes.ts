import {
  PREVIEW_COMMANDS_MAX,
  riskAlert,
  riskAlertId,
  riskPreview,
  riskPreviewRequest,
  riskRulesRequest,
  riskRulesVersion,
  riskVerdictRequest,
} from "@forecourt/contract/http/risk";
import { driverId } from "@forecourt/contract/ids";
import type { Result } from "@forecourt/contract/result";
import { type RiskRuleSet, type RulesVersion, riskAlertStates } from "@forecourt/contract/risk";
import { toInstant } from "@forecourt/contract/scalars";
import { again, commandSecurity, rulesOf } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { listOf, listQuery } from "../../http/list.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { previewRules } from "./preview.ts";
import { findRiskAlert, listRiskAlerts } from "./queries.ts";
import { recordedFills, recordedTopups } from "./recorded.ts";

const DAY_MS = 24 * 3_600_000;

const tag = "Operator: risk";
const read = { permission: "risk.read" } as const;
const write = { permission: "risk.write" } as const;

const getRules = endpoint({
  method: "get",
  path: "/v1/operator/risk/rules",
  tag,
  summary: "The rules that commands are judged by",
  description: "Amounts are minor units, by the wallet's currency; a region's own goes before it. Times are milliseconds.",
  access: read,
  reply: riskRulesVersion,
  async handle({ env }) {
    const [newest] = await historyOf(env);
    if (newest === undefined) throw new Problem("not_found");
    return newest;
  },
});

const listVersions = endpoint({
  method: "get",
  path: "/v1/operator/risk/rules/versions",
  tag,
  summary: "The last fifty versions of the rules, newest first: what they said, who made them, when and why",
  access: read,
  reply: z.object({ items: z.array(riskRulesVersion) }),
  handle: async ({ env }) => ({ items: await historyOf(env) }),
});

const setRules = endpoint({
  method: "put",
  path: "/v1/operator/risk/rules",
  tag,
  summary: "Change the rules: all of them, as the next version",
  description:
    "They hold within ten seconds for what brings money in, and for fills as soon as the wallet or the station's calls have seen them. What was " +
    "judged before keeps the version that it was judged by. Try them before: POST /v1/operator/risk/preview.",
  access: write,
  command: true,
  body: riskRulesRequest,
  reply: riskRulesVersion,
  codes: ["risk_rules_changed"],
  async handle({ env, caller, body, commandId }) {
    const { rules, baseVersion, reason } = body;
    const command = { type: "SetRiskRules", rules, baseVersion } as const;
    const by = { ...caller.by, reason };
    const { version } = unwrap(await again(async () => (await rulesOf(env).execute(commandId, command, by)) as Result<RiskRuleSet>));
    const made = (await historyOf(env)).find((one) => one.version === version);
    if (made === undefined) throw new Problem("not_found");
    return made;
  },
});

const listAlerts = endpoint({
  method: "get",
  path: "/v1/operator/risk/alerts",
  tag,
  summary: "What rules have found, newest first; of a state, or of a driver",
  access: read,
  query: { ...listQuery.shape, state: z.enum(riskAlertStates).optional(), driverId: driverId.optional() },
  reply: listOf(riskAlert),
  handle: ({ env, query }) => listRiskAlerts(env, query),
});

const getAlert = endpoint({
  method: "get",
  path: "/v1/operator/risk/alerts/:alertId",
  tag,
  summary: "An alert with its evidence",
  access: read,
  params: { alertId: riskAlertId },
  reply: riskAlert,
  codes: ["risk_alert_not_found"],
  handle: ({ env, params }) => requireAlert(env, params.alertId),
});

const acknowledge = endpoint({
  method: "post",
  path: "/v1/operator/risk/alerts/:alertId/acknowledge",
  tag,
  summary: "Say that somebody is looking into an alert",
  access: write,
  command: true,
  params: { alertId: riskAlertId },
  reply: riskAlert,
  codes: ["risk_alert_not_found", "risk_alert_closed"],
  async handle({ env, caller, params, commandId }) {
    const alert = await requireAlert(env, params.alertId);
    const command = { type: "AcknowledgeRiskAlert", alertId: params.alertId, operator: caller.email } as const;
    unwrap(await commandSecurity(env, alert.driverId, commandId, command, command, caller.by));
    if (alert.state !== "open") return alert;
    return { ...alert, state: "acknowledged", acknowledgedBy: caller.email, acknowledgedAt: toInstant(Date.now()) };
  },
});

const close = endpoint({
  method: "post",
  path: "/v1/operator/risk/alerts/:alertId/close",
  tag,
  summary: "Close an alert: it was fraud, or it was the driver",
  description: "Closing does nothing to the wallet: freeze it at POST /v1/operator/drivers/{driverId}/freeze.",
  access: write,
  command: true,
  params: { alertId: riskAlertId },
  body: riskVerdictRequest,
  reply: riskAlert,
  codes: ["risk_alert_not_found", "risk_alert_closed"],
  async handle({ env, caller, params, body, commandId }) {
    const alert = await requireAlert(env, params.alertId);
    const command = { type: "CloseRiskAlert", alertId: params.alertId, ...body, operator: caller.email } as const;
    unwrap(await commandSecurity(env, alert.driverId, commandId, command, command, { ...caller.by, reason: body.note }));
    if (alert.state === "closed") return alert;
    return { ...alert, ...body, state: "closed", closedBy: caller.email, closedAt: toInstant(Date.now()) };
  },
});

const preview = endpoint({
  method: "post",
  path: "/v1/operator/risk/preview",
  tag,
  summary: "Try a draft of the rules on what is on record",
  description:
    "Changes nothing. Each top-up and fill of the time is judged by what was before it, and by the driver's largest tank of today. Sign-ins are not on record: rules about arrivals find " +
    "nothing, and those about devices and addresses see orders alone.",
  access: read,
  body: riskPreviewRequest,
  reply: riskPreview,
  async handle({ env, body }) {
    const toMs = Date.now();
    const fromMs = toMs - body.days * DAY_MS;
    const [topups, fills] = await Promise.all([recordedTopups(env, fromMs), recordedFills(env, fromMs)]);
    // Where there are too many of one, what is older than they are was not looked at.
    const cut = [topups, fills].flatMap((all) => (all.length === PREVIEW_COMMANDS_MAX ? (all[0]?.atMs ?? []) : []));
    return {
      from: toInstant(Math.max(fromMs, ...cut)),
      to: toInstant(toMs),
      topups: topups.length,
      fuelings: fills.length,
      notJudged: body.rules.flatMap(({ ruleId, kind }) => (kind === "new_arrival_topup" ? [ruleId] : [])),
      rules: previewRules(body.rules, topups, fills),
    };
  },
});

export const riskRoutes = [preview, getRules, listVersions, setRules, listAlerts, getAlert, acknowledge, close];

async function historyOf(env: Env): Promise<readonly z.input<typeof riskRulesVersion>[]> {
  const versions = await again(async () => (await rulesOf(env).history()) as readonly RulesVersion[]);
  return versions.map(({ atMs, rules, ...version }) => ({
    ...version,
    rules: [...rules],
    changedAt: atMs === null ? null : toInstant(atMs),
  }));
}

async function requireAlert(env: Env, alertId: string) {
  const alert = await findRiskAlert(env, alertId);
  if (alert === null) throw new Problem("risk_alert_not_found");
  return alert;
}
