import { inArray, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import type { Env } from "../../../env.ts";
import { prepared } from "../../../prepared.ts";
import { ProviderUnreachable } from "../port.ts";
import { sandboxRules as table } from "./schema.ts";

/** `unreachable` does not get there; `answer_lost` does the work, and nobody hears of it. */
const failures = z.enum(["works", "unreachable", "answer_lost"]);

/** How the sandbox provider is to behave, by call. */
export const sandboxRules = z.object({
  create: z.enum([...failures.options, "refuses"]).optional(),
  query: failures.optional(),
  close: failures.optional(),
  /** `takes_time` and `fails_later` are being processed for `refundTakesMs` first. */
  refund: z.enum([...failures.options, "refuses", "no_funds", "window_over", "takes_time", "fails_later"]).optional(),
  refundTakesMs: z.int().min(0).max(86_400_000).optional(),
  queryRefund: failures.optional(),
});
export type SandboxRules = z.infer<typeof sandboxRules>;

const rulesAbout = prepared((db) =>
  db
    .select()
    .from(table)
    .where(inArray(table.subject, ["*", sql.placeholder("orderId")]))
    .prepare(),
);

/** The rules about an order: its own, and for what they leave open, everybody's. */
export async function rulesFor(env: Env, orderId: string): Promise<SandboxRules> {
  const rows = await rulesAbout(env).all({ orderId });
  return Object.assign({}, ...["*", orderId].map((subject) => rows.find((row) => row.subject === subject)?.rules));
}

/** Has the sandbox behave so towards an order, or towards everybody (`*`), until told otherwise. */
export async function setRules(env: Env, subject: string, rules: SandboxRules): Promise<void> {
  await drizzle(env.DB).insert(table).values({ subject, rules }).onConflictDoUpdate({ target: table.subject, set: { rules } });
}

/** Does the work, or not, as the rule says; throws where nobody would hear of it. */
export async function obeying<Done>(rule: string | undefined, work: () => Promise<Done>): Promise<Done> {
  if (rule === "unreachable") throw new ProviderUnreachable("the sandbox does not answer");
  const done = await work();
  if (rule === "answer_lost") throw new ProviderUnreachable("the sandbox's answer is lost");
  return done;
}
