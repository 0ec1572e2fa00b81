import { toCsv } from "@forecourt/contract/csv";
import { declining, exportedTransfers, transferBatch, transferConfirmed } from "@forecourt/contract/http/refunds";
import type { Origin } from "@forecourt/contract/origin";
import { idFrom } from "@forecourt/durable-objects/runtime/digest";
import { commandWallet } from "@forecourt/durable-objects/stubs";
import { inArray } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { z } from "zod";
import type { OperatorCaller } from "../../auth/operators.ts";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { recordAction } from "../audit/record.ts";
import { openBankAccount } from "./bankAccount.ts";
import { decide, decision } from "./operatorRoutes.ts";
import { refunds } from "./schema.ts";

const tag = "Operator: bank transfers";
type Transfer = z.input<typeof exportedTransfers>["transfers"][number];
const columns = ["refundId", "orderId", "amountMinor", "currency", "holder", "account", "bank"] as const;
/** D1 binds a hundred parameters. */
const PER_QUERY = 90;

const exportBatch = endpoint({
  method: "post",
  path: "/v1/operator/bank-transfers/export",
  logs: "bank_transfer_export",
  tag,
  summary: "Export refunds for the bank to transfer",
  description:
    "Opens the drivers' accounts, which the audit trail notes. What is exported is on this list alone: a transfer on two lists would be paid " +
    "twice. The same request again, under the same Idempotency-Key, is the same list.",
  access: { permission: "refunds.export" },
  command: true,
  body: transferBatch,
  reply: exportedTransfers,
  async handle({ env, caller, body, commandId, origin }) {
    const batchId = idFrom("bat", commandId);
    await recordAction(env, caller.by, {
      action: "ExportBankTransfers",
      subject: `bank-transfers/${batchId}`,
      after: { refunds: body.refundIds.length },
    });
    const transfers: Transfer[] = [];
    const from = await origin();
    for (const row of await rowsOf(env, [...new Set(body.refundIds)])) {
      const transfer = await exportOne(env, caller, batchId, row, from);
      if (transfer !== null) transfers.push(transfer);
    }
    return {
      batchId,
      transfers,
      csv: toCsv(
        [...columns],
        transfers.map((transfer) => columns.map((name) => transfer[name])),
      ),
    };
  },
});

const confirm = endpoint({
  ...decision,
  path: "/v1/operator/bank-transfers/:refundId/confirm",
  logs: "bank_transfer_confirm",
  tag,
  summary: "The bank has transferred it",
  body: transferConfirmed,
  handle: (call) =>
    decide(call, { type: "ConfirmBankTransfer", ...call.params, reference: call.body.reference, operator: call.caller.email }),
});

const reject = endpoint({
  ...decision,
  path: "/v1/operator/bank-transfers/:refundId/reject",
  logs: "bank_transfer_reject",
  tag,
  summary: "The bank can't transfer it",
  description: "Principal and bonus go back to the wallet; the driver may ask again, with another account.",
  body: declining,
  handle: (call) => decide(call, { type: "RejectBankTransfer", ...call.params, note: call.body.reason, operator: call.caller.email }),
});

export const bankTransferRoutes = [exportBatch, confirm, reject];

async function rowsOf(env: Env, ids: readonly string[]) {
  const db = drizzle(env.DB);
  const found = [];
  for (let from = 0; from < ids.length; from += PER_QUERY) {
    found.push(
      ...(await db
        .select()
        .from(refunds)
        .where(inArray(refunds.refundId, ids.slice(from, from + PER_QUERY)))),
    );
  }
  return found;
}

/** Null for one that is not on the list, or on another one. The command's id is the batch's: the same list again is this one. */
async function exportOne(
  env: Env,
  caller: OperatorCaller,
  batchId: string,
  row: typeof refunds.$inferSelect,
  origin: Origin,
): Promise<Transfer | null> {
  const { refundId: id, walletId, orderId, principalMinor, currency, bank } = row;
  if (bank === null) return null;
  const command = { type: "ExportBankTransfer", refundId: id, batchId, operator: caller.email } as const;
  const result = await commandWallet(env, walletId, `${batchId}/${id}`, command, command, caller.by, origin);
  if (!result.ok) return null;
  const account = await openBankAccount(env, walletId, bank);
  return { refundId: id, orderId, amountMinor: principalMinor, currency: currency as Transfer["currency"], ...account };
}
