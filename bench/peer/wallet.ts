import { type Statement, sha256, type Transaction, transaction } from "./database.ts";

export interface WalletRow {
  readonly wallet_id: string;
  readonly principal_minor: number;
  readonly bonus_minor: number;
  readonly reserved_minor: number;
  readonly debt_minor: number;
  readonly movements: number;
  readonly hash: string;
}
interface LotRow {
  readonly lot_id: string;
  readonly principal_minor: number;
  readonly bonus_minor: number;
}
export interface Shares {
  readonly lotIds: readonly string[];
  readonly principals: readonly number[];
  readonly bonuses: readonly number[];
  readonly principalMinor: number;
  readonly bonusMinor: number;
  readonly debtMinor: number;
}
export interface Command {
  readonly type: string;
  readonly [member: string]: unknown;
}

export class Refused extends Error {}

const one = (name: string, text: string): Statement => ({ name, text });
export const lockWallet = one("lock_wallet", "SELECT * FROM wallets WHERE wallet_id = $1 FOR UPDATE");
export const readLots = one(
  "lots",
  "SELECT lot_id, principal_minor, bonus_minor FROM lots WHERE wallet_id = $1 AND principal_minor + bonus_minor > 0 ORDER BY lot_id LIMIT 100",
);
const known = one("known", "SELECT fingerprint, reply FROM idempotency WHERE wallet_id = $1 AND command_id = $2");
const receipt = "receipt AS (INSERT INTO idempotency (wallet_id, command_id, fingerprint, reply, at_ms) VALUES ($1, $2, $3, $4, $5))";

const openWallet = one(
  "open_wallet",
  `WITH ${receipt} INSERT INTO wallets VALUES ($1, $6, 'CNY', 0, 0, 0, 0, 0, repeat('0', 64)) ON CONFLICT DO NOTHING`,
);
const reserve = one(
  "reserve",
  `WITH ${receipt}, held AS (INSERT INTO reservations VALUES ($6, $1, $7, $8, $9))
   UPDATE wallets SET reserved_minor = reserved_minor + $8 WHERE wallet_id = $1`,
);
const readReservation = one("reservation", "SELECT amount_minor FROM reservations WHERE fueling_id = $1");
/** $1 wallet, $6 fill, $7 held, $8 principal, $9 bonus, $10 debt, $11 movement's number, $12 movement, $13 hash, $14–16 lots. */
export const settling = `freed AS (DELETE FROM reservations WHERE fueling_id = $6),
  moved AS (INSERT INTO movements VALUES ($1, $11, $12)),
  told AS (INSERT INTO outbox (topic, body) VALUES ('wallet', $12)),
  spent AS (UPDATE lots SET principal_minor = lots.principal_minor - s.principal, bonus_minor = lots.bonus_minor - s.bonus
    FROM unnest($14::text[], $15::bigint[], $16::bigint[]) AS s (lot_id, principal, bonus)
    WHERE lots.wallet_id = $1 AND lots.lot_id = s.lot_id),
  balance AS (UPDATE wallets SET reserved_minor = reserved_minor - $7, principal_minor = principal_minor - $8, bonus_minor = bonus_minor - $9,
    debt_minor = debt_minor + $10, movements = $11, hash = $13 WHERE wallet_id = $1)`;
const capture = one("capture", `WITH ${receipt}, ${settling} SELECT 1`);
const requestTopup = one(
  "request_topup",
  `WITH ${receipt}, told AS (INSERT INTO outbox (topic, body) VALUES ('wallet', $4))
   INSERT INTO topups VALUES ($6, $1, 'requested', $7, $8, NULL, $5, NULL)`,
);
const prepareTopup = one(
  "prepare_topup",
  `WITH ${receipt}, told AS (INSERT INTO outbox (topic, body) VALUES ('wallet', $4))
   UPDATE topups SET state = 'awaiting_payment', payment = $7 WHERE order_id = $6`,
);
const readTopup = one("topup", "SELECT state, amount_minor, bonus_minor FROM topups WHERE order_id = $1 FOR UPDATE");
const payTopup = one(
  "pay_topup",
  `WITH ${receipt}, lot AS (INSERT INTO lots VALUES ($1, $6, $7, $8)), moved AS (INSERT INTO movements VALUES ($1, $9, $10)),
   told AS (INSERT INTO outbox (topic, body) VALUES ('wallet', $10)),
   paid AS (UPDATE topups SET state = 'paid', paid_by = $12 WHERE order_id = $6)
   UPDATE wallets SET principal_minor = principal_minor + $7, bonus_minor = bonus_minor + $8, movements = $9, hash = $11 WHERE wallet_id = $1`,
);

/** One command, once: the wallet's row is locked, the receipt looked for, and everything written in one commit. */
export function execute(walletId: string, commandId: string, command: Command): Promise<unknown> {
  return transaction(async (tx) => {
    const fingerprint = sha256(command);
    const locked = tx.read<WalletRow>(lockWallet, walletId);
    const seen = tx.read<{ fingerprint: string; reply: unknown }>(known, walletId, commandId);
    const more = readFor(tx, walletId, command);
    const [[wallet], [before], rows] = await Promise.all([locked, seen, more]);
    if (before !== undefined) {
      if (before.fingerprint !== fingerprint) throw new Refused("command_id_reused");
      return before.reply;
    }
    const nowMs = Date.now();
    const done = async (statement: Statement, reply: unknown, ...values: readonly unknown[]) => {
      await tx.commit(statement, walletId, commandId, fingerprint, JSON.stringify(reply), nowMs, ...values);
      return reply;
    };
    if (command.type === "OpenWallet") return done(openWallet, null, command.driverId);
    if (wallet === undefined) throw new Refused("wallet_not_found");
    return carryOut(wallet, commandId, command, rows, nowMs, done);
  });
}

type Done = (statement: Statement, reply: unknown, ...values: readonly unknown[]) => Promise<unknown>;
interface Rows {
  readonly lots?: readonly LotRow[];
  readonly held?: { readonly amount_minor: number } | undefined;
  readonly topup?: { readonly state: string; readonly amount_minor: number; readonly bonus_minor: number } | undefined;
}

async function readFor(tx: Transaction, walletId: string, command: Command): Promise<Rows> {
  if (command.type === "CaptureFunds") {
    const { fuelingId } = command.fueling as { fuelingId: string };
    const [lots, [held]] = await Promise.all([
      tx.read<LotRow>(readLots, walletId),
      tx.read<{ amount_minor: number }>(readReservation, fuelingId),
    ]);
    return { lots, held };
  }
  if (command.type !== "RecordPayment") return {};
  const [topup] = await tx.read<NonNullable<Rows["topup"]>>(readTopup, command.orderId);
  return { topup };
}

function carryOut(wallet: WalletRow, commandId: string, command: Command, rows: Rows, nowMs: number, done: Done): Promise<unknown> {
  switch (command.type) {
    case "ReserveFunds": {
      const { amountMinor, expiresAtMs } = hold(
        wallet,
        Number(command.atLeastMinor),
        Number(command.atMostMinor),
        Number(command.ttlMs),
        nowMs,
      );
      return done(reserve, { amountMinor, expiresAtMs }, command.fuelingId, command.stationId, amountMinor, expiresAtMs);
    }
    case "CaptureFunds": {
      const fueling = command.fueling as { fuelingId: string; amountMinor: number };
      const heldMinor = rows.held?.amount_minor ?? 0;
      const shares = spend(rows.lots ?? [], fueling.amountMinor);
      const movement = moved(wallet, "fueling", fueling.fuelingId, shares, nowMs, fueling);
      const funding = { principalMinor: shares.principalMinor, bonusMinor: shares.bonusMinor, debtMinor: shares.debtMinor };
      return done(capture, funding, fueling.fuelingId, heldMinor, ...movement);
    }
    case "RequestTopup": {
      const orderId = `top_${sha256(`${wallet.wallet_id}/${commandId}`).slice(0, 26)}`;
      const { amountMinor, bonusMinor } = command;
      return done(
        requestTopup,
        { orderId, state: "requested", amountMinor, bonusMinor, createdAtMs: nowMs },
        orderId,
        amountMinor,
        bonusMinor,
      );
    }
    case "RecordPaymentPrepared":
      return done(prepareTopup, { orderId: command.orderId, payment: command.payment }, command.orderId, JSON.stringify(command.payment));
    case "RecordPayment": {
      const { topup } = rows;
      if (topup === undefined || topup.amount_minor !== command.amountMinor) throw new Refused("order_unknown");
      const { amount_minor, bonus_minor } = topup;
      const credit = { lotIds: [], principals: [], bonuses: [], principalMinor: -amount_minor, bonusMinor: -bonus_minor, debtMinor: 0 };
      const [, , , no, movement, hash] = moved(wallet, "topup", String(command.orderId), credit, nowMs);
      return done(
        payTopup,
        { outcome: "credited" },
        command.orderId,
        amount_minor,
        bonus_minor,
        no,
        movement,
        hash,
        command.providerTransactionId,
      );
    }
    default:
      throw new Refused("command_unknown");
  }
}

export function hold(wallet: WalletRow, atLeastMinor: number, atMostMinor: number, ttlMs: number, nowMs: number) {
  if (wallet.debt_minor > 0) throw new Refused("debt_outstanding");
  const availableMinor = wallet.principal_minor + wallet.bonus_minor - wallet.reserved_minor;
  if (availableMinor < atLeastMinor) throw new Refused("insufficient_funds");
  return { amountMinor: Math.min(availableMinor, atMostMinor), expiresAtMs: nowMs + ttlMs };
}

/** Oldest lot first, principal and bonus in proportion; what the lots don't cover is owed. */
export function spend(lots: readonly LotRow[], amountMinor: number): Shares {
  const shares = { lotIds: [] as string[], principals: [] as number[], bonuses: [] as number[], principalMinor: 0, bonusMinor: 0 };
  let left = amountMinor;
  for (const lot of lots) {
    if (left === 0) break;
    const total = lot.principal_minor + lot.bonus_minor;
    const take = Math.min(left, total);
    const bonus = Number((BigInt(take) * BigInt(lot.bonus_minor)) / BigInt(total));
    shares.lotIds.push(lot.lot_id);
    shares.principals.push(take - bonus);
    shares.bonuses.push(bonus);
    shares.principalMinor += take - bonus;
    shares.bonusMinor += bonus;
    left -= take;
  }
  return { ...shares, debtMinor: left };
}

/** The values that a settlement writes, in the order of {@link settling} from $8 on: the movement is chained by its hash. */
export function moved(
  wallet: WalletRow,
  kind: string,
  sourceId: string,
  shares: Shares,
  atMs: number,
  fueling?: object,
): readonly unknown[] {
  const { principalMinor, bonusMinor, debtMinor, lotIds, principals, bonuses } = shares;
  const no = wallet.movements + 1;
  const covered = {
    no,
    atMs,
    kind,
    sourceId,
    principalMinor: -principalMinor,
    bonusMinor: -bonusMinor,
    debtMinor,
    lots: lotIds.map((lotId, index) => ({ lotId, principalMinor: principals[index], bonusMinor: bonuses[index] })),
    balance: {
      principalMinor: wallet.principal_minor - principalMinor,
      bonusMinor: wallet.bonus_minor - bonusMinor,
      debtMinor: wallet.debt_minor + debtMinor,
    },
    fueling,
    previousHash: wallet.hash,
  };
  const hash = sha256(covered);
  return [principalMinor, bonusMinor, debtMinor, no, JSON.stringify({ ...covered, hash }), hash, lotIds, principals, bonuses];
}
