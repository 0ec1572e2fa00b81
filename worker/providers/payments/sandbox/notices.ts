import { toMs } from "@forecourt/contract/scalars";
import { Webhook } from "standardwebhooks";
import { z } from "zod";
import type { Env } from "../../../env.ts";
import { parseJson } from "../../../http/body.ts";
import { Problem } from "../../../http/problem.ts";
import type { ProviderNotice } from "../port.ts";

/** What the sandbox provider says by itself, signed as Standard Webhooks says. */

const common = { orderId: z.string(), attach: z.string(), transactionId: z.string(), amountMinor: z.int(), currency: z.string() };
const notice = z.discriminatedUnion("type", [
  z.object({ type: z.literal("payment"), ...common, paidAt: z.iso.datetime({ offset: true }), payerDiffers: z.boolean().optional() }),
  z.object({
    type: z.literal("refund"),
    ...common,
    refundNo: z.string(),
    refundId: z.string(),
    outcome: z.enum(["succeeded", "failed"]),
    at: z.iso.datetime({ offset: true }),
  }),
  z.object({
    type: z.literal("dispute"),
    ...common,
    disputeId: z.string(),
    state: z.enum(["opened", "won", "lost"]),
    at: z.iso.datetime({ offset: true }),
  }),
]);
export type SandboxNotice = z.input<typeof notice>;

/** The secret that the sandbox signs with: derived, so that it needs no setting of its own and is no other secret's twin. */
async function signingSecret(env: Env): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`sandbox-notifications/${env.SESSION_SECRET}`));
  return `whsec_${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

/** The notification as the vendor would send it. */
export async function sandboxRequest(env: Env, said: SandboxNotice, noticeId: string, url: string): Promise<Request> {
  const body = JSON.stringify(said);
  const at = new Date();
  return new Request(url, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "webhook-id": noticeId,
      "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
      "webhook-signature": new Webhook(await signingSecret(env)).sign(noticeId, at, body),
    },
  });
}

/** @throws Problem `signature_invalid` for one that the sandbox did not send */
export async function readSandboxNotice(env: Env, request: Request, text: string): Promise<ProviderNotice> {
  try {
    new Webhook(await signingSecret(env)).verify(text, Object.fromEntries(request.headers), { jsonParse: false });
  } catch {
    throw new Problem("signature_invalid");
  }
  const parsed = notice.safeParse(parseJson(text));
  if (!parsed.success) throw new Problem("validation_failed");
  const noticeId = request.headers.get("webhook-id") ?? "";
  const said = parsed.data;
  const about = { orderId: said.orderId, walletId: said.attach, transactionId: said.transactionId };
  const money = { amountMinor: said.amountMinor, currency: said.currency };
  switch (said.type) {
    case "payment": {
      const payer = said.payerDiffers === true ? { payerDiffers: true } : {};
      return { kind: "payment", noticeId, payment: { ...about, ...money, paidAtMs: toMs(said.paidAt), ...payer } };
    }
    case "refund": {
      const { refundId } = said;
      const outcome =
        said.outcome === "succeeded"
          ? ({ state: "succeeded", refundId, atMs: toMs(said.at) } as const)
          : ({ state: "failed", reason: "account_abnormal", refundId } as const);
      return { kind: "refund", noticeId, refundNo: said.refundNo, orderId: said.orderId, walletId: said.attach, outcome };
    }
    case "dispute": {
      const { disputeId, state } = said;
      return { kind: "dispute", noticeId, dispute: { disputeId, ...about, ...money, state, reason: "sandbox", atMs: toMs(said.at) } };
    }
  }
}
