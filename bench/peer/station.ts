import { type Statement, transaction } from "./database.ts";
import { hold, lockWallet, moved, Refused, readLots, settling, spend, type WalletRow } from "./wallet.ts";

/**
 * The station's side: terminals' events, each once by its seq. All of a step, station and wallet, is one transaction; that is what one data
 * base for everything is good at.
 */
interface Event {
  readonly type: string;
  readonly seq: number;
  readonly data: {
    readonly pump: number;
    readonly state?: string;
    readonly fuelingId?: string;
    readonly amountMinor?: number;
    readonly limitMinor?: number;
  };
}
export interface Item {
  readonly event: Event;
  readonly code?: { readonly walletId: string; readonly codeId: string };
}
interface Fill {
  readonly fueling_id: string;
  readonly wallet_id: string;
  readonly station_id: string;
}

const TTL_MS = 600_000;
const PRICE_MILLI = 7_480;

const one = (name: string, text: string): Statement => ({ name, text });
const lockTerminal = one("lock_terminal", "SELECT ack_seq FROM terminals WHERE terminal_id = $1 FOR UPDATE");
const readFill = one("fill", "SELECT fueling_id, wallet_id, station_id FROM fills WHERE fueling_id = $1 FOR UPDATE");
const acknowledged = "acknowledged AS (UPDATE terminals SET ack_seq = $2 WHERE terminal_id = $3)";
const changePump = one("pump", `WITH ${acknowledged} UPDATE pumps SET state = $5 WHERE station_id = $1 AND pump = $4`);
const authorise = one(
  "authorise",
  `WITH ${acknowledged}, pump AS (UPDATE pumps SET state = 'authorised', fueling_id = $5 WHERE station_id = $1 AND pump = $4),
   fill AS (INSERT INTO fills (fueling_id, wallet_id, station_id, pump, state, limit_minor, unit_price_milli) VALUES ($5, $6, $1, $4, 'authorised', $7, $8)),
   used AS (INSERT INTO idempotency VALUES ($6, $10, '', 'null', $9)),
   held AS (INSERT INTO reservations VALUES ($5, $6, $1, $7, $9))
   UPDATE wallets SET reserved_minor = reserved_minor + $7 WHERE wallet_id = $6`,
);
const start = one(
  "start",
  `WITH ${acknowledged}, pump AS (UPDATE pumps SET state = 'fueling' WHERE station_id = $1 AND pump = $4)
   UPDATE fills SET state = 'fueling' WHERE fueling_id = $5`,
);
const complete = one(
  "complete",
  `WITH acknowledged AS (UPDATE terminals SET ack_seq = $2 WHERE terminal_id = $3), ${settling},
   pump AS (UPDATE pumps SET state = 'idle', fueling_id = NULL WHERE station_id = $4 AND pump = $5)
   UPDATE fills SET state = 'settled', dispensed = $17, principal_minor = $8, bonus_minor = $9, debt_minor = $10, settled_at_ms = $18 WHERE fueling_id = $6`,
);
const heldBy = one("held_by", "SELECT amount_minor FROM reservations WHERE fueling_id = $1");

export async function equip(stationId: string, pumps: readonly { readonly pump: number; readonly terminalId: string }[]): Promise<void> {
  await transaction(async (tx) => {
    const terminals = [...new Set(pumps.map(({ terminalId }) => terminalId))];
    await tx.commit(
      one(
        "equip",
        `WITH t AS (INSERT INTO terminals SELECT unnest($2::text[]), 0)
         INSERT INTO pumps (station_id, pump, state) SELECT $1, unnest($3::int[]), 'idle'`,
      ),
      stationId,
      terminals,
      pumps.map(({ pump }) => pump),
    );
  });
}

/** Takes in what a terminal sent; the reply is the product's. */
export function ingest(stationId: string, terminalId: string, items: readonly Item[]): Promise<unknown> {
  const [first] = items;
  if (first === undefined) throw new Refused("validation_failed");
  const last = items.at(-1)?.event.seq ?? 0;
  return transaction(async (tx) => {
    const { type, seq, data } = first.event;
    const reply = (more: object) => ({
      results: items.map(({ event }) => ({ seq: event.seq, status: "accepted", ...(event === first.event ? more : {}) })),
      ackSeq: last,
      missing: [],
      serverTime: new Date().toISOString(),
    });
    const locked = tx.read<{ ack_seq: number }>(lockTerminal, terminalId);
    const nowMs = Date.now();
    switch (type) {
      case "fuel.authorization_requested": {
        const { walletId, codeId } = first.code ?? { walletId: "", codeId: "" };
        const [[terminal], [wallet]] = await Promise.all([locked, tx.read<WalletRow>(lockWallet, walletId)]);
        fresh(terminal, seq);
        if (wallet === undefined) throw new Refused("wallet_not_found");
        const { amountMinor, expiresAtMs } = hold(wallet, 100, data.limitMinor ?? 50_000, TTL_MS, nowMs);
        const fuelingId = `fue_${terminalId.replaceAll(/\W/g, "")}${seq}`;
        const values = [fuelingId, walletId, amountMinor, PRICE_MILLI, expiresAtMs, codeId];
        await tx.commit(authorise, stationId, last, terminalId, data.pump, ...values);
        const limit = { limitMinor: amountMinor, limitMl: 60_000, unitPriceMilli: PRICE_MILLI };
        return reply({ authorization: { fuelingId, grade: "92", ...limit, expiresAt: new Date(expiresAtMs).toISOString() } });
      }
      case "fuel.completed": {
        const { fuelingId = "", amountMinor = 0 } = data;
        const [[terminal], [fill], [held]] = await Promise.all([
          locked,
          tx.read<Fill>(readFill, fuelingId),
          tx.read<{ amount_minor: number }>(heldBy, fuelingId),
        ]);
        fresh(terminal, seq);
        if (fill === undefined) throw new Refused("fueling_not_found");
        const [[wallet], lots] = await Promise.all([
          tx.read<WalletRow>(lockWallet, fill.wallet_id),
          tx.read<Parameters<typeof spend>[0][number]>(readLots, fill.wallet_id),
        ]);
        if (wallet === undefined) throw new Refused("wallet_not_found");
        const movement = moved(wallet, "fueling", fuelingId, spend(lots, amountMinor), nowMs, { ...data, stationId });
        const facts = JSON.stringify(data);
        await tx.commit(
          complete,
          wallet.wallet_id,
          last,
          terminalId,
          stationId,
          data.pump,
          fuelingId,
          held?.amount_minor ?? 0,
          ...movement,
          facts,
          nowMs,
        );
        return reply({});
      }
      case "fuel.started":
        fresh((await locked)[0], seq);
        await tx.commit(start, stationId, last, terminalId, data.pump, data.fuelingId);
        return reply({});
      default:
        fresh((await locked)[0], seq);
        await tx.commit(changePump, stationId, last, terminalId, data.pump, data.state);
        return reply({});
    }
  });
}

function fresh(terminal: { readonly ack_seq: number } | undefined, seq: number): void {
  if (terminal === undefined) throw new Refused("terminal_unknown");
  if (seq <= terminal.ack_seq) throw new Refused("seq_repeated");
}
