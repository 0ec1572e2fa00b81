import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { log } from "../../http/log.ts";
import { Problem } from "../../http/problem.ts";
import { paymentProvider } from "../../providers/payments/providers.ts";
import { recordNotice } from "./notices.ts";

const notify = endpoint({
  method: "post",
  path: "/callbacks/:provider",
  tag: "Callbacks",
  summary: "A payment provider says what has happened",
  description:
    "Signed by the provider: money has arrived, a refund has come to its end, a payment is contested. Answered as the provider " +
    "expects once it is written down; repeated notifications are harmless.",
  access: "public",
  params: { provider: z.string().max(20) },
  reply: null,
  codes: ["signature_invalid", "not_found"],
  async handle({ env, params, request, text }) {
    const provider = paymentProvider(env, params.provider);
    if (provider === null) throw new Problem("not_found");
    const notice = await provider.verifyNotification(request, text).catch((error: unknown) => {
      // Whoever it was, somebody wants us to believe that money has arrived.
      const why = error instanceof Problem ? `${error.code}${error.detail === undefined ? "" : `: ${error.detail}`}` : "internal_error";
      log("warn", "a notification was refused", { provider: provider.name, why, bytes: text.length });
      throw error;
    });
    await recordNotice(env, provider.name, notice);
    return provider.acknowledge?.() ?? undefined;
  },
});

export const paymentRoutes = [notify];
