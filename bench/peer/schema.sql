-- What a team that picks Node and PostgreSQL would write: rows locked with SELECT … FOR UPDATE, an idempotency table, an outbox table.
-- Rows that change in place leave room in their page, so that an update touches no index.
CREATE TABLE wallets (
  wallet_id text PRIMARY KEY,
  driver_id text NOT NULL,
  currency text NOT NULL,
  principal_minor bigint NOT NULL,
  bonus_minor bigint NOT NULL,
  reserved_minor bigint NOT NULL,
  debt_minor bigint NOT NULL,
  movements bigint NOT NULL,
  hash text NOT NULL
) WITH (fillfactor = 50);
CREATE TABLE lots (
  wallet_id text NOT NULL,
  lot_id text NOT NULL,
  principal_minor bigint NOT NULL,
  bonus_minor bigint NOT NULL,
  PRIMARY KEY (wallet_id, lot_id)
) WITH (fillfactor = 50);
CREATE TABLE reservations (
  fueling_id text PRIMARY KEY,
  wallet_id text NOT NULL,
  station_id text NOT NULL,
  amount_minor bigint NOT NULL,
  expires_at_ms bigint NOT NULL
);
CREATE TABLE movements (
  wallet_id text NOT NULL,
  no bigint NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (wallet_id, no)
);
CREATE TABLE topups (
  order_id text PRIMARY KEY,
  wallet_id text NOT NULL,
  state text NOT NULL,
  amount_minor bigint NOT NULL,
  bonus_minor bigint NOT NULL,
  payment jsonb,
  created_at_ms bigint NOT NULL,
  paid_by text
) WITH (fillfactor = 50);
CREATE TABLE idempotency (
  wallet_id text NOT NULL,
  command_id text NOT NULL,
  fingerprint text NOT NULL,
  reply jsonb NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (wallet_id, command_id)
);
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  body jsonb NOT NULL
);
CREATE TABLE terminals (
  terminal_id text PRIMARY KEY,
  ack_seq bigint NOT NULL
) WITH (fillfactor = 50);
CREATE TABLE pumps (
  station_id text NOT NULL,
  pump integer NOT NULL,
  state text NOT NULL,
  fueling_id text,
  PRIMARY KEY (station_id, pump)
) WITH (fillfactor = 50);
CREATE TABLE fills (
  fueling_id text PRIMARY KEY,
  wallet_id text NOT NULL,
  station_id text NOT NULL,
  pump integer NOT NULL,
  state text NOT NULL,
  limit_minor bigint NOT NULL,
  unit_price_milli bigint NOT NULL,
  dispensed jsonb,
  principal_minor bigint,
  bonus_minor bigint,
  debt_minor bigint,
  settled_at_ms bigint
) WITH (fillfactor = 50);
CREATE INDEX fills_by_wallet ON fills (wallet_id, settled_at_ms);
