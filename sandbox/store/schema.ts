/** The sandbox's own tables, made at its start where they are missing. */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS orders (
  channel text NOT NULL,
  order_no text NOT NULL,
  trade_no text NOT NULL,
  paid_minor bigint CHECK (paid_minor > 0),
  paid_at timestamptz NOT NULL,
  refunded_minor bigint NOT NULL DEFAULT 0 CHECK (refunded_minor >= 0 AND refunded_minor <= paid_minor),
  refunds integer NOT NULL DEFAULT 0,
  last_refund_at timestamptz,
  is_adopted boolean NOT NULL,
  PRIMARY KEY (channel, order_no)
);
CREATE INDEX IF NOT EXISTS orders_trade_no ON orders (channel, trade_no);
CREATE INDEX IF NOT EXISTS orders_paid_at ON orders (channel, paid_at);

CREATE TABLE IF NOT EXISTS intentions (
  id bigint GENERATED ALWAYS AS IDENTITY,
  channel text NOT NULL,
  operation text NOT NULL CHECK (operation IN ('REFUND', 'TRANSFER')),
  out_no text NOT NULL,
  body_sha256 text NOT NULL,
  order_no text,
  trade_no text,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  payee_holder text,
  payee_bank text,
  payee_account_no text,
  reason text NOT NULL,
  channel_no text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('SUCCEEDED', 'FAILED')),
  fault text,
  code text,
  accepted_at timestamptz NOT NULL,
  settles_at timestamptz NOT NULL,
  bounces_at timestamptz,
  calls integer NOT NULL DEFAULT 1,
  PRIMARY KEY (channel, operation, out_no)
);
CREATE INDEX IF NOT EXISTS intentions_id ON intentions (id);
CREATE INDEX IF NOT EXISTS intentions_settles_at ON intentions (channel, settles_at);

CREATE TABLE IF NOT EXISTS balances (
  channel text PRIMARY KEY,
  balance_minor bigint NOT NULL CHECK (balance_minor >= 0)
);

CREATE TABLE IF NOT EXISTS callbacks (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel text NOT NULL,
  operation text NOT NULL,
  out_no text NOT NULL,
  event_id text NOT NULL,
  bend text NOT NULL,
  flaw text NOT NULL,
  due_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  ended_at timestamptz,
  last_status integer
);
CREATE INDEX IF NOT EXISTS callbacks_due ON callbacks (due_at) WHERE ended_at IS NULL;
CREATE INDEX IF NOT EXISTS callbacks_of ON callbacks (channel, operation, out_no);
`;
