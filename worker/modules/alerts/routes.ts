import { alertKinds } from "@forecourt/contract/alerts";
import { alert } from "@forecourt/contract/http/operator";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { listOf, listQuery } from "../../http/list.ts";
import { asOf } from "../../projection/freshness.ts";
import { listAlerts } from "./queries.ts";

const list = endpoint({
  method: "get",
  path: "/v1/operator/alerts",
  tag: "Operator: alerts",
  summary: "What a person should look at, newest first",
  access: { permission: "alerts.read" },
  query: { ...listQuery.shape, kind: z.enum(alertKinds).optional() },
  reply: listOf(alert),
  async handle({ env, query }) {
    return { ...(await listAlerts(env, query)), asOf: await asOf(drizzle(env.DB)) };
  },
});

export const alertRoutes = [list];
