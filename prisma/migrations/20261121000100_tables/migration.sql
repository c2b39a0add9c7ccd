-- The tables. Statuses are text with CHECK (docs/adr/0004); amounts are bigint minor units with their asset beside them.
-- Big tables are partitioned by month; `ensure_month` (guards migration) adds a month before its first row.

-- Receipts: one row per command that took effect. A command begins by claiming its id here, which also makes a second
-- submission wait for the first, and ends by writing its outcome; a claim never outlives its transaction (guards). Every
-- row that a command writes points here, so that a statement which escapes a rolled-back transaction has nothing to
-- stand on: at commit through a foreign key, and in posting, where that would cost too much, by asking for the open claim.
CREATE TABLE receipts (
  command_id  uuid PRIMARY KEY,
  name        text NOT NULL,
  actor_id    bigint,
  input_hash  text NOT NULL,
  outcome     jsonb,
  created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE assets (
  code   text PRIMARY KEY CHECK (code ~ '^[A-Z0-9.]{3,16}$'),
  name   text NOT NULL,
  scale  smallint NOT NULL CHECK (scale BETWEEN 0 AND 12),
  kind   text NOT NULL CHECK (kind IN ('CASH', 'NON_CASH'))
);

-- People who sign in ------------------------------------------------------------------------------------------------
CREATE TABLE users (
  id                    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  login                 text NOT NULL UNIQUE CHECK (login ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
  display_name          text NOT NULL,
  password_hash         text NOT NULL,
  session_version       integer NOT NULL DEFAULT 1,
  must_change_password  boolean NOT NULL DEFAULT false,
  is_demo               boolean NOT NULL DEFAULT false,
  failed_sign_ins       integer NOT NULL DEFAULT 0,
  locked_until          timestamptz,
  disabled_at           timestamptz,
  created_at            timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE user_roles (
  user_id  bigint NOT NULL REFERENCES users,
  role     text NOT NULL CHECK (role IN ('OPERATOR', 'FINANCE', 'FINANCE_LEAD', 'CUSTOMER_SERVICE', 'AUDITOR', 'ADMIN')),
  PRIMARY KEY (user_id, role)
);
-- No row: every merchant. Rows: only these.
CREATE TABLE user_scopes (
  user_id      bigint NOT NULL REFERENCES users,
  merchant_no  text NOT NULL,
  PRIMARY KEY (user_id, merchant_no)
);
CREATE TABLE sessions (
  id            uuid PRIMARY KEY,
  user_id       bigint NOT NULL REFERENCES users,
  created_at    timestamptz NOT NULL DEFAULT now(),
  last_seen_at  timestamptz NOT NULL DEFAULT now(),
  expires_at    timestamptz NOT NULL,
  revoked_at    timestamptz
);
CREATE INDEX sessions_user ON sessions (user_id) WHERE revoked_at IS NULL;

-- Parties, channels, accounts ----------------------------------------------------------------------------------------
CREATE TABLE channels (
  id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code                text NOT NULL UNIQUE CHECK (code ~ '^[a-z][a-z0-9_-]{1,31}$'),
  name                text NOT NULL,
  format              text NOT NULL,
  timezone            text NOT NULL,
  cutoff              text NOT NULL CHECK (cutoff ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  statement_lag_days  smallint NOT NULL CHECK (statement_lag_days BETWEEN 0 AND 30),
  buffer_days         smallint NOT NULL CHECK (buffer_days BETWEEN 0 AND 30),
  refund_window_days  smallint NOT NULL CHECK (refund_window_days BETWEEN 0 AND 1000),
  settles             text NOT NULL CHECK (settles IN ('NET', 'GROSS')),
  remit_lag_days      smallint NOT NULL CHECK (remit_lag_days BETWEEN 0 AND 30),
  cost_bps            integer CHECK (cost_bps BETWEEN 0 AND 10000),
  bank_account        text NOT NULL,
  version             integer NOT NULL DEFAULT 1,
  command_id          uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE parties (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  party_no  text NOT NULL UNIQUE,
  name      text NOT NULL
);
CREATE TABLE merchants (
  id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  merchant_no       text NOT NULL UNIQUE CHECK (merchant_no ~ '^[A-Za-z0-9_-]{1,32}$'),
  party_id          bigint NOT NULL REFERENCES parties,
  name              text NOT NULL,
  fee_bps           integer NOT NULL CHECK (fee_bps BETWEEN 0 AND 10000),
  settlement_days   smallint NOT NULL CHECK (settlement_days BETWEEN 0 AND 30),
  auto_payout       boolean NOT NULL,
  marketing_policy  text NOT NULL CHECK (marketing_policy IN ('PROPORTIONAL', 'CASH_LAST')),
  is_test           boolean NOT NULL DEFAULT false,
  payee             jsonb NOT NULL,
  shares            jsonb NOT NULL,
  version           integer NOT NULL DEFAULT 1,
  opened_at         timestamptz NOT NULL DEFAULT now(),
  command_id        uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX merchants_name ON merchants (lower(name) text_pattern_ops);

CREATE TABLE gl_subjects (
  code         text PRIMARY KEY,
  parent_code  text REFERENCES gl_subjects,
  name_en      text NOT NULL,
  name_zh      text NOT NULL,
  normal_side  text NOT NULL CHECK (normal_side IN ('DEBIT', 'CREDIT')),
  fund_owner   text NOT NULL CHECK (fund_owner IN ('CLIENT', 'OWN')),
  allow_negative boolean NOT NULL
);
CREATE TABLE accounts (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_no   text NOT NULL UNIQUE,
  gl_code      text NOT NULL REFERENCES gl_subjects,
  asset        text NOT NULL REFERENCES assets,
  normal_side  text NOT NULL CHECK (normal_side IN ('DEBIT', 'CREDIT')),
  fund_owner   text NOT NULL CHECK (fund_owner IN ('CLIENT', 'OWN')),
  merchant_id  bigint REFERENCES merchants,
  channel_id   bigint REFERENCES channels,
  bank_account text,
  opened_at    timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX accounts_merchant ON accounts (merchant_id, gl_code, asset) WHERE merchant_id IS NOT NULL;
CREATE UNIQUE INDEX accounts_channel ON accounts (channel_id, gl_code, asset) WHERE channel_id IS NOT NULL;
CREATE INDEX accounts_gl ON accounts (gl_code);

-- The balance stands apart from the account: the row that every posting locks is short, updates in place, and holds what
-- posting has to know of the account. Its only CHECK is the one that matters: constraints are parsed for every statement.
CREATE TABLE account_balances (
  account_id      bigint PRIMARY KEY REFERENCES accounts,
  posted_minor    bigint NOT NULL DEFAULT 0,
  frozen_minor    bigint NOT NULL DEFAULT 0,
  entry_seq       bigint NOT NULL DEFAULT 0,
  allow_negative  boolean NOT NULL,
  -- A hot account: what comes in waits in buffered_entries and is folded in later; what goes out is posted at once.
  is_buffered     boolean NOT NULL DEFAULT false,
  normal_side     text NOT NULL,
  fund_owner      text NOT NULL,
  asset           text NOT NULL,
  CONSTRAINT no_overdraft CHECK (allow_negative OR posted_minor >= frozen_minor)
) WITH (fillfactor = 50);

-- The book --------------------------------------------------------------------------------------------------------------
CREATE TABLE ledger_settings (
  only_row        boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  closed_through  date NOT NULL DEFAULT '2000-01-01'
);
INSERT INTO ledger_settings DEFAULT VALUES;

-- `crosses_funds`: the list of events that may move money between customers' funds and our own (备付金).
CREATE TABLE voucher_events (
  event           text PRIMARY KEY,
  needs_approval  boolean NOT NULL,
  crosses_funds   boolean NOT NULL
);

-- A voucher's number ends in its id, by which it is found (`voucher_id_of`), so it needs no index of its own.
-- No foreign keys: checked row by row they cost more than the posting. The posting functions ask for the event, the claim
-- and the accounts set by set, and nobody else may write here.
CREATE TABLE vouchers (
  id                   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  accounting_on        date NOT NULL,
  catalogue_version    smallint NOT NULL,
  occurred_at          timestamptz NOT NULL,
  created_at           timestamptz NOT NULL DEFAULT now(),
  command_id           uuid NOT NULL,
  input_hash           uuid NOT NULL,
  reverses_voucher_id  bigint,
  approval_id          bigint,
  voucher_no           text NOT NULL,
  event                text NOT NULL,
  idempotency_key      text NOT NULL UNIQUE,
  object_type          text NOT NULL,
  object_no            text NOT NULL,
  memo                 text NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX vouchers_reverses ON vouchers (reverses_voucher_id) WHERE reverses_voucher_id IS NOT NULL;
CREATE INDEX vouchers_object ON vouchers (object_type, object_no);
CREATE INDEX vouchers_day ON vouchers (accounting_on, id);

-- account_seq and the balances are null while an entry of a buffered account has no place in its account's order yet;
-- its place then stands in entry_positions, since an entry never changes. `account_entries` reads the two as one.
CREATE TABLE entries (
  accounting_on         date NOT NULL,
  line_no               smallint NOT NULL,
  voucher_id            bigint NOT NULL,
  account_id            bigint NOT NULL,
  account_seq           bigint,
  amount_minor          bigint NOT NULL,
  change_minor          bigint NOT NULL,
  balance_before_minor  bigint,
  balance_after_minor   bigint,
  side                  text NOT NULL,
  asset                 text NOT NULL,
  PRIMARY KEY (voucher_id, line_no, accounting_on)
) PARTITION BY RANGE (accounting_on);
CREATE UNIQUE INDEX entries_account ON entries (account_id, account_seq, accounting_on);

CREATE TABLE buffered_entries (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id     bigint NOT NULL,
  voucher_id     bigint NOT NULL,
  line_no        smallint NOT NULL,
  accounting_on  date NOT NULL,
  change_minor   bigint NOT NULL
);
CREATE INDEX buffered_entries_account ON buffered_entries (account_id);
CREATE TABLE entry_positions (
  account_id            bigint NOT NULL,
  account_seq           bigint NOT NULL,
  voucher_id            bigint NOT NULL,
  line_no               smallint NOT NULL,
  accounting_on         date NOT NULL,
  balance_before_minor  bigint NOT NULL,
  balance_after_minor   bigint NOT NULL,
  PRIMARY KEY (account_id, account_seq),
  UNIQUE (voucher_id, line_no)
);

-- Holds (冻结): money that stays where it is and may not be used. What became of one is the sum of its moves.
CREATE TABLE holds (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  hold_no         text NOT NULL UNIQUE,
  account_id      bigint NOT NULL REFERENCES accounts,
  amount_minor    bigint NOT NULL CHECK (amount_minor BETWEEN 1 AND 1000000000000000),
  captured_minor  bigint NOT NULL DEFAULT 0 CHECK (captured_minor >= 0),
  released_minor  bigint NOT NULL DEFAULT 0 CHECK (released_minor >= 0),
  status          text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'CAPTURED', 'RELEASED', 'EXPIRED')),
  idempotency_key text NOT NULL UNIQUE,
  input_hash      uuid NOT NULL,
  object_type     text NOT NULL,
  object_no       text NOT NULL,
  reason          text NOT NULL,
  expires_at      timestamptz,
  created_at      timestamptz NOT NULL DEFAULT now(),
  closed_at       timestamptz,
  command_id      uuid NOT NULL,
  CONSTRAINT never_more_than_held CHECK (captured_minor + released_minor <= amount_minor),
  CONSTRAINT active_while_something_is_held CHECK ((status = 'ACTIVE') = (captured_minor + released_minor < amount_minor)),
  CONSTRAINT closed_is_dated CHECK ((status = 'ACTIVE') = (closed_at IS NULL))
);
CREATE INDEX holds_account ON holds (account_id, id DESC);
CREATE INDEX holds_expiring ON holds (expires_at) WHERE status = 'ACTIVE' AND expires_at IS NOT NULL;
CREATE TABLE hold_moves (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  hold_id          bigint NOT NULL REFERENCES holds,
  kind             text NOT NULL CHECK (kind IN ('FREEZE', 'RELEASE', 'CAPTURE', 'EXPIRE')),
  amount_minor     bigint NOT NULL CHECK (amount_minor > 0),
  voucher_id       bigint,
  idempotency_key  text NOT NULL UNIQUE,
  created_at       timestamptz NOT NULL DEFAULT now(),
  command_id       uuid NOT NULL,
  CONSTRAINT a_capture_has_its_voucher CHECK ((kind = 'CAPTURE') = (voucher_id IS NOT NULL))
);
CREATE INDEX hold_moves_hold ON hold_moves (hold_id, id);

-- Every closing and reopening of accounting days, the newest last.
CREATE TABLE day_closings (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  closed_through  date NOT NULL,
  was_through     date NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  command_id      uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);

-- Orders and refunds ------------------------------------------------------------------------------------------------------
-- An order number is unique whatever month it stands in; the partitioned table cannot promise that by itself.
CREATE TABLE order_numbers (
  order_no    text PRIMARY KEY,
  ordered_on  date NOT NULL,
  channel_id  bigint NOT NULL,
  match_key   text NOT NULL
);
-- channel_id 0: paid by coupons alone, nothing to reconcile with a channel.
CREATE TABLE orders (
  ordered_on            date NOT NULL,
  channel_id            bigint NOT NULL,
  match_key             text NOT NULL,
  order_no              text NOT NULL,
  merchant_id           bigint NOT NULL,
  asset                 text NOT NULL,
  due_minor             bigint NOT NULL CHECK (due_minor > 0),
  channel_minor         bigint NOT NULL CHECK (channel_minor >= 0),
  status                text NOT NULL CHECK (status IN ('CREATED', 'PAID', 'CLOSED', 'UNKNOWN')),
  channel_trade_no      text,
  paid_at               timestamptz,
  expected_on           date,
  booked_by             text CHECK (booked_by IN ('ARRIVAL', 'SUSPENSE')),
  capture_reversed_at   timestamptz,
  payer_hint            text,
  content_hash          text NOT NULL,
  -- Which statuses arrived, so that an old line that comes again is known and a new one that goes back is refused.
  seen_statuses         text[] NOT NULL,
  version               integer NOT NULL DEFAULT 1,
  received_at           timestamptz NOT NULL DEFAULT now(),
  command_id            uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (ordered_on, channel_id, match_key),
  CONSTRAINT paid_is_dated CHECK (status <> 'PAID' OR (paid_at IS NOT NULL AND expected_on IS NOT NULL)),
  CONSTRAINT paid_is_booked CHECK (status <> 'PAID' OR booked_by IS NOT NULL)
) PARTITION BY RANGE (ordered_on);
CREATE INDEX orders_no ON orders (order_no);
CREATE INDEX orders_trade_no ON orders (channel_trade_no) WHERE channel_trade_no IS NOT NULL;
CREATE INDEX orders_key ON orders (channel_id, match_key);
CREATE INDEX orders_expected ON orders (channel_id, expected_on);
CREATE INDEX orders_merchant ON orders (merchant_id, ordered_on DESC, order_no DESC);
CREATE INDEX orders_recent ON orders (ordered_on DESC, order_no DESC);

CREATE TABLE order_legs (
  ordered_on      date NOT NULL,
  channel_id      bigint NOT NULL,
  match_key       text NOT NULL,
  leg_no          smallint NOT NULL CHECK (leg_no > 0),
  order_no        text NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('CHANNEL', 'MARKETING')),
  funder          text CHECK (funder IN ('MERCHANT', 'PLATFORM')),
  campaign        text,
  paid_minor      bigint NOT NULL CHECK (paid_minor >= 0),
  refunded_minor  bigint NOT NULL DEFAULT 0 CHECK (refunded_minor >= 0),
  PRIMARY KEY (ordered_on, channel_id, match_key, leg_no),
  CONSTRAINT refund_within_leg CHECK (refunded_minor <= paid_minor),
  CONSTRAINT marketing_has_funder CHECK ((kind = 'MARKETING') = (funder IS NOT NULL))
) PARTITION BY RANGE (ordered_on);
CREATE INDEX order_legs_order ON order_legs (order_no);

CREATE TABLE refunds (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  refund_no          text NOT NULL UNIQUE,
  order_no           text,
  merchant_id        bigint,
  channel_id         bigint NOT NULL,
  match_key          text NOT NULL,
  asset              text NOT NULL REFERENCES assets,
  amount_minor       bigint NOT NULL CHECK (amount_minor > 0),
  channel_minor      bigint NOT NULL CHECK (channel_minor >= 0 AND channel_minor <= amount_minor),
  leg_amounts        bigint[] NOT NULL,
  status             text NOT NULL CHECK (status IN ('ACCEPTED', 'SUCCEEDED', 'FAILED', 'UNKNOWN')),
  origin             text NOT NULL CHECK (origin IN ('ARRIVAL', 'SUSPENSE')),
  channel_refund_no  text,
  succeeded_at       timestamptz,
  expected_on        date,
  content_hash       text NOT NULL,
  seen_statuses      text[] NOT NULL,
  version            integer NOT NULL DEFAULT 1,
  received_at        timestamptz NOT NULL DEFAULT now(),
  command_id         uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT succeeded_is_dated CHECK (status <> 'SUCCEEDED' OR (succeeded_at IS NOT NULL AND expected_on IS NOT NULL))
);
CREATE INDEX refunds_order ON refunds (order_no);
CREATE INDEX refunds_key ON refunds (channel_id, match_key);
CREATE INDEX refunds_expected ON refunds (channel_id, expected_on);
CREATE INDEX refunds_channel_no ON refunds (channel_refund_no) WHERE channel_refund_no IS NOT NULL;

-- Statements ---------------------------------------------------------------------------------------------------------------
CREATE TABLE statements (
  id              bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  statement_no    text NOT NULL UNIQUE,
  channel_id      bigint NOT NULL REFERENCES channels,
  settles_on      date NOT NULL,
  version         integer NOT NULL CHECK (version > 0),
  format          text NOT NULL,
  layout          text NOT NULL,
  encoding        text NOT NULL,
  file_name       text NOT NULL,
  file_sha256     text NOT NULL,
  content_sha256  text NOT NULL,
  size_bytes      bigint NOT NULL,
  line_count      bigint NOT NULL,
  payment_count   bigint NOT NULL,
  payment_minor   bigint NOT NULL,
  refund_count    bigint NOT NULL,
  refund_minor    bigint NOT NULL,
  fee_minor       bigint NOT NULL,
  footer          jsonb,
  superseded_by   bigint REFERENCES statements DEFERRABLE INITIALLY DEFERRED,
  imported_by     bigint,
  imported_at     timestamptz NOT NULL DEFAULT now(),
  command_id      uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (channel_id, settles_on, version)
);
CREATE UNIQUE INDEX statements_newest ON statements (channel_id, settles_on) WHERE superseded_by IS NULL;
CREATE UNIQUE INDEX statements_content ON statements (channel_id, settles_on, content_sha256) WHERE superseded_by IS NULL;

CREATE TABLE statement_lines (
  settles_on                date NOT NULL,
  channel_id                bigint NOT NULL,
  match_key                 text NOT NULL,
  statement_id              bigint NOT NULL,
  line_no                   bigint NOT NULL,
  item_kind                 text NOT NULL CHECK (item_kind IN ('PAYMENT', 'REFUND')),
  status                    text NOT NULL CHECK (status IN ('SUCCEEDED', 'PROCESSING', 'FAILED')),
  order_no                  text,
  refund_no                 text,
  channel_trade_no          text,
  channel_refund_no         text,
  amount_minor              bigint NOT NULL CHECK (amount_minor >= 0),
  signed_minor              bigint NOT NULL,
  fee_minor                 bigint NOT NULL,
  fee_e5                    bigint NOT NULL,
  contract_fee_minor        bigint NOT NULL,
  asset                     text NOT NULL,
  occurred_at               timestamptz NOT NULL,
  counterparty_merchant_no  text,
  byte_offset               bigint NOT NULL,
  raw                       text NOT NULL,
  PRIMARY KEY (settles_on, channel_id, match_key, statement_id, line_no)
) PARTITION BY RANGE (settles_on);
CREATE INDEX statement_lines_statement ON statement_lines (statement_id, line_no);
CREATE INDEX statement_lines_order ON statement_lines (order_no) WHERE order_no IS NOT NULL;
CREATE INDEX statement_lines_trade ON statement_lines (channel_trade_no) WHERE channel_trade_no IS NOT NULL;
CREATE INDEX statement_lines_refund ON statement_lines (refund_no) WHERE refund_no IS NOT NULL;

-- Reconciliation -----------------------------------------------------------------------------------------------------------
CREATE TABLE batches (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  batch_no         text NOT NULL UNIQUE,
  channel_id       bigint NOT NULL REFERENCES channels,
  statement_on     date NOT NULL,
  run_no           integer NOT NULL CHECK (run_no > 0),
  statement_id     bigint NOT NULL REFERENCES statements,
  is_current       boolean NOT NULL DEFAULT true,
  matched          bigint NOT NULL,
  buffered_ours    bigint NOT NULL,
  buffered_channel bigint NOT NULL,
  released         bigint NOT NULL,
  breaks           jsonb NOT NULL,
  proof            jsonb NOT NULL,
  cost_minor       bigint NOT NULL,
  caused_by        bigint REFERENCES batches,
  run_by           bigint,
  run_at           timestamptz NOT NULL DEFAULT now(),
  command_id       uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (channel_id, statement_on, run_no)
);
CREATE UNIQUE INDEX batches_current ON batches (channel_id, statement_on) WHERE is_current;

CREATE SEQUENCE match_result_ids;
CREATE TABLE match_results (
  batch_on            date NOT NULL,
  channel_id          bigint NOT NULL,
  match_key           text NOT NULL,
  id                  bigint NOT NULL DEFAULT nextval('match_result_ids'),
  batch_id            bigint NOT NULL,
  item_kind           text NOT NULL CHECK (item_kind IN ('PAYMENT', 'REFUND')),
  outcome             text NOT NULL CHECK (outcome IN ('MATCHED', 'BUFFERED_OURS', 'BUFFERED_CHANNEL', 'LONG', 'SHORT',
                        'AMOUNT_MISMATCH', 'STATUS_MISMATCH', 'FEE_MISMATCH', 'ASSET_MISMATCH', 'DUPLICATE')),
  is_released         boolean NOT NULL DEFAULT false,
  duplicate_no        smallint NOT NULL DEFAULT 0,
  order_no            text,
  refund_no           text,
  channel_trade_no    text,
  ours_status         text,
  ours_minor          bigint NOT NULL,
  ours_asset          text,
  line_settles_on     date,
  line_statement_id   bigint,
  line_no             bigint,
  channel_minor       bigint NOT NULL,
  channel_asset       text,
  delta_minor         bigint NOT NULL,
  fee_minor           bigint NOT NULL,
  contract_fee_minor  bigint NOT NULL,
  fee_delta_minor     bigint NOT NULL,
  waits_since         date NOT NULL,
  superseded_by       bigint,
  PRIMARY KEY (batch_on, channel_id, match_key, id)
) PARTITION BY RANGE (batch_on);
CREATE INDEX match_results_batch ON match_results (batch_id, id);
CREATE INDEX match_results_key ON match_results (channel_id, match_key);
CREATE INDEX match_results_open ON match_results (batch_id) WHERE outcome NOT IN ('MATCHED');
CREATE INDEX match_results_superseded ON match_results (superseded_by) WHERE superseded_by IS NOT NULL;
CREATE INDEX match_results_order ON match_results (order_no) WHERE order_no IS NOT NULL;

-- The breaks of the newest batches, one row a break. A line may carry two (its amount and its fee); an asset mismatch is
-- one short in our asset and one long in theirs. The signature names the break whatever batch finds it, and leaves its
-- kind out: an order that turns up later makes a LONG a STATUS_MISMATCH, and it is still the same money.
CREATE VIEW found_breaks AS
SELECT r.channel_id, r.batch_id, r.batch_on, r.id AS result_id, r.item_kind, r.match_key, r.order_no, r.refund_no,
       r.channel_trade_no, r.ours_minor, r.channel_minor, part.kind, part.delta_minor, part.asset,
       concat_ws('|', r.channel_id, r.item_kind, r.match_key, part.slot,
                 CASE WHEN r.duplicate_no > 0 THEN r.line_settles_on::text || '#' || r.duplicate_no END,
                 part.asset, part.delta_minor) AS signature
FROM match_results r
JOIN batches b ON b.id = r.batch_id AND b.is_current
CROSS JOIN LATERAL (
  SELECT r.outcome AS kind, 'AMOUNT' AS slot, r.delta_minor, coalesce(r.channel_asset, r.ours_asset) AS asset
  WHERE r.outcome IN ('LONG', 'SHORT', 'AMOUNT_MISMATCH', 'STATUS_MISMATCH', 'DUPLICATE') AND r.delta_minor <> 0
  UNION ALL
  SELECT 'FEE_MISMATCH', 'FEE', r.fee_delta_minor, r.channel_asset WHERE r.fee_delta_minor <> 0
  UNION ALL
  SELECT 'ASSET_MISMATCH', 'ASSET', side.delta_minor, side.asset
  FROM (VALUES (-r.ours_minor, r.ours_asset), (r.channel_minor, r.channel_asset)) AS side (delta_minor, asset)
  WHERE r.outcome = 'ASSET_MISMATCH' AND side.delta_minor <> 0
) AS part
WHERE r.superseded_by IS NULL;

-- Suspense -----------------------------------------------------------------------------------------------------------------
CREATE TABLE suspense_items (
  id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  item_no             text NOT NULL UNIQUE,
  signature           text NOT NULL,
  channel_id          bigint NOT NULL REFERENCES channels,
  kind                text NOT NULL CHECK (kind IN ('LONG', 'SHORT', 'AMOUNT_MISMATCH', 'STATUS_MISMATCH', 'FEE_MISMATCH', 'ASSET_MISMATCH', 'DUPLICATE')),
  item_kind           text NOT NULL CHECK (item_kind IN ('PAYMENT', 'REFUND')),
  direction           text NOT NULL CHECK (direction IN ('LONG', 'SHORT')),
  amount_minor        bigint NOT NULL CHECK (amount_minor > 0),
  asset               text NOT NULL REFERENCES assets,
  match_key           text NOT NULL,
  order_no            text,
  refund_no           text,
  channel_trade_no    text,
  merchant_id         bigint REFERENCES merchants,
  is_test             boolean NOT NULL DEFAULT false,
  batch_id            bigint NOT NULL REFERENCES batches,
  batch_on            date NOT NULL,
  result_id           bigint NOT NULL,
  opened_on           date NOT NULL,
  opened_voucher_id   bigint NOT NULL REFERENCES vouchers,
  status              text NOT NULL CHECK (status IN ('OPEN', 'ASSIGNED', 'INVESTIGATING', 'PROPOSED', 'RESOLVED', 'AUTO_RESOLVED')),
  assignee_id         bigint REFERENCES users,
  resolution          text,
  resolved_voucher_id bigint REFERENCES vouchers,
  resolved_at         timestamptz,
  version             integer NOT NULL DEFAULT 1,
  created_at          timestamptz NOT NULL DEFAULT now(),
  command_id          uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT closed_with_voucher CHECK ((status IN ('RESOLVED', 'AUTO_RESOLVED')) = (resolved_voucher_id IS NOT NULL)),
  CONSTRAINT resolved_with_reason CHECK (status <> 'RESOLVED' OR resolution IS NOT NULL)
);
CREATE UNIQUE INDEX suspense_once ON suspense_items (signature) WHERE status <> 'AUTO_RESOLVED';
CREATE INDEX suspense_open ON suspense_items (channel_id, direction) WHERE status NOT IN ('RESOLVED', 'AUTO_RESOLVED');
CREATE INDEX suspense_key ON suspense_items (channel_id, match_key);
CREATE INDEX suspense_order ON suspense_items (order_no) WHERE order_no IS NOT NULL;
CREATE INDEX suspense_merchant ON suspense_items (merchant_id) WHERE merchant_id IS NOT NULL;

CREATE TABLE suspense_comments (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  item_id     bigint NOT NULL REFERENCES suspense_items,
  author_id   bigint NOT NULL REFERENCES users,
  body        text NOT NULL CHECK (length(body) BETWEEN 1 AND 4000),
  created_at  timestamptz NOT NULL DEFAULT now(),
  command_id  uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX suspense_comments_item ON suspense_comments (item_id, id);

-- Approvals ----------------------------------------------------------------------------------------------------------------
CREATE TABLE approvals (
  id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  approval_no       text NOT NULL UNIQUE,
  act               text NOT NULL CHECK (act IN ('SUSPENSE_RESOLUTION')),
  object_type       text NOT NULL,
  object_no         text NOT NULL,
  object_version    integer NOT NULL,
  payload           jsonb NOT NULL,
  payload_hash      text NOT NULL,
  amount_minor      bigint NOT NULL CHECK (amount_minor > 0),
  asset             text NOT NULL REFERENCES assets,
  merchant_id       bigint REFERENCES merchants,
  required_roles    text[] NOT NULL CHECK (cardinality(required_roles) BETWEEN 1 AND 4),
  reason            text NOT NULL CHECK (length(reason) BETWEEN 1 AND 4000),
  maker_id          bigint NOT NULL REFERENCES users,
  status            text NOT NULL CHECK (status IN ('PENDING', 'EXECUTED', 'REJECTED', 'WITHDRAWN', 'STALE', 'EXPIRED')),
  expires_at        timestamptz NOT NULL,
  closed_at         timestamptz,
  version           integer NOT NULL DEFAULT 1,
  created_at        timestamptz NOT NULL DEFAULT now(),
  command_id        uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX approvals_one_pending ON approvals (object_type, object_no) WHERE status = 'PENDING';
CREATE INDEX approvals_inbox ON approvals (status, created_at DESC, id DESC);
CREATE INDEX approvals_object ON approvals (object_type, object_no);
CREATE INDEX vouchers_approval ON vouchers (approval_id) WHERE approval_id IS NOT NULL;

CREATE TABLE approval_decisions (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  approval_id  bigint NOT NULL REFERENCES approvals,
  checker_id   bigint NOT NULL REFERENCES users,
  maker_id     bigint NOT NULL,
  as_role      text NOT NULL,
  verdict      text NOT NULL CHECK (verdict IN ('APPROVE', 'REJECT')),
  note         text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  command_id   uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (approval_id, checker_id),
  UNIQUE (approval_id, as_role),
  CONSTRAINT checker_is_not_maker CHECK (checker_id <> maker_id),
  CONSTRAINT rejection_has_reason CHECK (verdict = 'APPROVE' OR length(note) > 0)
);

-- Audit, outbox, jobs ------------------------------------------------------------------------------------------------------
CREATE TABLE audit_events (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stream       text NOT NULL,
  seq          bigint NOT NULL,
  at           timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor_id     bigint,
  actor_login  text NOT NULL,
  action       text NOT NULL,
  outcome      text NOT NULL CHECK (outcome IN ('DONE', 'REFUSED')),
  object_type  text NOT NULL,
  object_no    text NOT NULL,
  detail       jsonb NOT NULL,
  command_id   uuid REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  prev_hash    text NOT NULL,
  hash         text NOT NULL,
  UNIQUE (stream, seq),
  -- What took effect stands on a receipt; only a refusal may stand alone.
  CONSTRAINT done_has_receipt CHECK (outcome = 'REFUSED' OR command_id IS NOT NULL)
);
CREATE INDEX audit_object ON audit_events (object_type, object_no, id);
CREATE INDEX audit_actor ON audit_events (actor_id, id);

CREATE TABLE outbox (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic         text NOT NULL,
  payload       jsonb NOT NULL,
  available_at  timestamptz NOT NULL DEFAULT now(),
  attempts      integer NOT NULL DEFAULT 0,
  last_error    text,
  done_at       timestamptz,
  created_at    timestamptz NOT NULL DEFAULT now(),
  command_id    uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX outbox_due ON outbox (available_at, id) WHERE done_at IS NULL;

CREATE TABLE jobs (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind           text NOT NULL,
  payload        jsonb NOT NULL,
  status         text NOT NULL CHECK (status IN ('QUEUED', 'RUNNING', 'DONE', 'REFUSED', 'FAILED')),
  progress_done  bigint NOT NULL DEFAULT 0,
  progress_total bigint,
  result         jsonb,
  created_by     bigint REFERENCES users,
  created_at     timestamptz NOT NULL DEFAULT now(),
  started_at     timestamptz,
  heartbeat_at   timestamptz,
  finished_at    timestamptz
);
CREATE INDEX jobs_due ON jobs (id) WHERE status IN ('QUEUED', 'RUNNING');

-- What the last run of every proof found: a page and the money-out gate read it.
CREATE TABLE proofs (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ran_at  timestamptz NOT NULL DEFAULT now(),
  ok      boolean NOT NULL,
  checks  jsonb NOT NULL
);
