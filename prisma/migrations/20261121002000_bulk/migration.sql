-- Many suspense items at once: what makes them alike, the bulk jobs that propose for them, and the sheets that leave the desk.

-- What an item has in common with others: channel, kind and direction, and then whichever says "one cause" for its kind. The
-- same difference where both sides have it, the same pair of statuses, or the same minute where one side lacks it. Core
-- (core/suspense/group-key.ts) holds the same rule, and a test compares both for every kind.
CREATE FUNCTION suspense_group_key(i suspense_items) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT concat_ws('|', i.channel_id, i.kind, i.item_kind, i.direction, i.asset,
    CASE WHEN i.kind IN ('AMOUNT_MISMATCH', 'FEE_MISMATCH', 'ASSET_MISMATCH') THEN 'DELTA|' || i.amount_minor
         WHEN i.kind = 'STATUS_MISMATCH' THEN 'STATUS|' || coalesce(seen.ours_status, '-') || '>' || coalesce(seen.line_status, '-')
         ELSE 'MINUTE|' || coalesce(to_char(coalesce(seen.line_at, seen.refunded_at, seen.paid_at) AT TIME ZONE 'UTC',
                                            'YYYY-MM-DD"T"HH24:MI"Z"'), i.opened_on::text) END)
  FROM (SELECT) AS one LEFT JOIN LATERAL (
    SELECT r.ours_status, l.status AS line_status, l.occurred_at AS line_at, f.succeeded_at AS refunded_at, o.paid_at
    FROM match_results r
    LEFT JOIN LATERAL line_at(r.line_settles_on, r.line_statement_id, r.line_no) AS l ON true
    LEFT JOIN refunds f ON f.refund_no = i.refund_no LEFT JOIN orders o ON o.order_no = i.order_no
    WHERE r.batch_on = i.batch_on AND r.channel_id = i.channel_id AND r.match_key = i.match_key AND r.id = i.result_id
    LIMIT 1
  ) AS seen ON true
$$;
ALTER TABLE suspense_items ADD COLUMN group_key text NOT NULL DEFAULT '';
ALTER TABLE suspense_items DISABLE TRIGGER USER;
UPDATE suspense_items AS i SET group_key = suspense_group_key(i);
ALTER TABLE suspense_items ENABLE TRIGGER USER;
CREATE FUNCTION set_suspense_group() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW.group_key := suspense_group_key(NEW);
  RETURN NEW;
END $$;
CREATE TRIGGER group_key BEFORE INSERT ON suspense_items FOR EACH ROW EXECUTE FUNCTION set_suspense_group();
CREATE FUNCTION refuse_regrouping() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what suspense item % is like does not change', OLD.item_no USING ERRCODE = 'CD012';
END $$;
CREATE TRIGGER group_kept BEFORE UPDATE OF group_key ON suspense_items FOR EACH ROW
  WHEN (NEW.group_key IS DISTINCT FROM OLD.group_key) EXECUTE FUNCTION refuse_regrouping();
-- The groups of the open queue are read from this index alone, in its order.
CREATE INDEX suspense_groups ON suspense_items (group_key, id)
  INCLUDE (amount_minor, opened_on, status, kind, direction, channel_id, is_test, merchant_id)
  WHERE status NOT IN ('RESOLVED', 'AUTO_RESOLVED');

-- One act on many items, from its preview to its end; or a sheet that is being written. `snapshot_hash` covers every row as
-- it was previewed: item, version, choice, reason and what it would post; who confirms sends it back.
CREATE TABLE bulk_jobs (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  job_no           text NOT NULL UNIQUE,
  kind             text NOT NULL CHECK (kind IN ('PROPOSE', 'EXPORT')),
  source           text NOT NULL CHECK (source IN ('SELECTION', 'FILTER', 'SHEET')),
  -- What was asked for: the filters, or the sheet's name, hash and export.
  criteria         jsonb NOT NULL,
  status           text NOT NULL CHECK (status IN ('PREPARING', 'READY', 'RUNNING', 'DONE', 'CANCELLED', 'FAILED')),
  mode             text CHECK (mode IN ('EACH', 'BUNDLE')),
  row_count        integer NOT NULL CHECK (row_count >= 0),
  done_count       integer NOT NULL DEFAULT 0 CHECK (done_count >= 0),
  snapshot_hash    text,
  expires_at       timestamptz,
  created_by       bigint NOT NULL REFERENCES users,
  created_at       timestamptz NOT NULL,
  confirmed_at     timestamptz,
  finished_at      timestamptz,
  worker           uuid,
  lease_until      timestamptz,
  attempts         integer NOT NULL DEFAULT 0,
  cancel_asked_at  timestamptz,
  bundle_no        text,
  run_command_id   uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  file_name        text,
  -- Of an export: what its rows are sealed with, so that they are known when they come back.
  seal_key         text CHECK (seal_key ~ '^[0-9a-f]{64}$'),
  failure          jsonb,
  command_id       uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT ended_is_dated CHECK ((finished_at IS NOT NULL) = (status IN ('DONE', 'CANCELLED', 'FAILED'))),
  CONSTRAINT leased_by_someone CHECK ((worker IS NULL) = (lease_until IS NULL)),
  CONSTRAINT worked_on_while_moving CHECK (worker IS NULL OR status IN ('PREPARING', 'RUNNING')),
  CONSTRAINT ready_has_snapshot CHECK (status <> 'READY' OR (snapshot_hash IS NOT NULL AND expires_at IS NOT NULL)),
  CONSTRAINT run_was_confirmed CHECK (kind <> 'PROPOSE' OR status NOT IN ('RUNNING', 'DONE')
                                      OR (snapshot_hash IS NOT NULL AND mode IS NOT NULL AND confirmed_at IS NOT NULL)),
  CONSTRAINT failed_says_why CHECK ((status = 'FAILED') = (failure IS NOT NULL)),
  CONSTRAINT cancelled_was_asked CHECK (status <> 'CANCELLED' OR cancel_asked_at IS NOT NULL)
);
CREATE INDEX bulk_jobs_open ON bulk_jobs (id) WHERE status IN ('PREPARING', 'RUNNING');
CREATE INDEX bulk_jobs_mine ON bulk_jobs (created_by, id DESC);

-- One item of a job. What is to be done with it is frozen when it has been previewed; what became of it is said once.
CREATE TABLE bulk_rows (
  job_id          bigint NOT NULL REFERENCES bulk_jobs,
  row_no          integer NOT NULL CHECK (row_no > 0),
  item_no         text NOT NULL,
  item_version    integer NOT NULL,
  choice          jsonb,
  reason          text,
  -- Where a sheet has it, and what was written into cells that are not to be filled in.
  sheet_row       integer,
  faults          jsonb,
  state           text NOT NULL DEFAULT 'PENDING' CHECK (state IN
                    ('PENDING', 'READY', 'BLOCKED', 'UNCHANGED', 'PROPOSED', 'REFUSED', 'SKIPPED', 'EXECUTED', 'RETURNED')),
  amount_minor    bigint,
  asset           text,
  direction       text,
  payload         jsonb,
  payload_hash    text,
  required_roles  text[],
  rule            jsonb,
  refusal         jsonb,
  -- A request of its own, or the bundle's; what a bundle posted for it.
  approval_no     text,
  voucher_no      text,
  row_command_id  uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  PRIMARY KEY (job_id, row_no),
  UNIQUE (job_id, item_no),
  CONSTRAINT ready_is_frozen CHECK (state NOT IN ('READY', 'PROPOSED', 'EXECUTED', 'RETURNED') OR
    num_nulls(choice, reason, payload, payload_hash, amount_minor, asset, required_roles) = 0),
  CONSTRAINT refused_says_why CHECK ((state IN ('BLOCKED', 'REFUSED')) = (refusal IS NOT NULL)),
  CONSTRAINT proposed_says_where CHECK (CASE WHEN state IN ('PROPOSED', 'EXECUTED', 'RETURNED') THEN approval_no IS NOT NULL
                                              WHEN state <> 'REFUSED' THEN approval_no IS NULL ELSE true END),
  CONSTRAINT executed_says_what CHECK ((state = 'EXECUTED') = (voucher_no IS NOT NULL))
);
CREATE INDEX bulk_rows_approval ON bulk_rows (approval_no, item_no) WHERE approval_no IS NOT NULL;
CREATE INDEX bulk_rows_item ON bulk_rows (item_no) WHERE state = 'PROPOSED';

CREATE FUNCTION guard_bulk_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.finished_at IS NOT NULL THEN
    RAISE EXCEPTION 'bulk job % has ended as %', OLD.job_no, OLD.status USING ERRCODE = 'CD031';
  END IF;
  IF (NEW.job_no, NEW.kind, NEW.source, NEW.criteria, NEW.created_by, NEW.run_command_id, NEW.command_id) IS DISTINCT FROM
     (OLD.job_no, OLD.kind, OLD.source, OLD.criteria, OLD.created_by, OLD.run_command_id, OLD.command_id)
     OR (OLD.snapshot_hash IS NOT NULL AND (NEW.snapshot_hash, NEW.row_count, NEW.expires_at) IS DISTINCT FROM
                                           (OLD.snapshot_hash, OLD.row_count, OLD.expires_at))
     OR (OLD.mode IS NOT NULL AND NEW.mode IS DISTINCT FROM OLD.mode) THEN
    RAISE EXCEPTION 'what bulk job % is about does not change', OLD.job_no USING ERRCODE = 'CD031';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON bulk_jobs FOR EACH ROW EXECUTE FUNCTION guard_bulk_job();
CREATE TRIGGER keep BEFORE DELETE ON bulk_jobs FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON bulk_jobs FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION guard_bulk_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state || '>' || NEW.state) <> ALL (ARRAY['PENDING>READY', 'PENDING>BLOCKED', 'PENDING>UNCHANGED', 'READY>PROPOSED',
       'READY>REFUSED', 'READY>SKIPPED', 'PROPOSED>EXECUTED', 'PROPOSED>REFUSED', 'PROPOSED>RETURNED']) THEN
    RAISE EXCEPTION 'row % of bulk job % cannot go from % to %', OLD.row_no, OLD.job_id, OLD.state, NEW.state USING ERRCODE = 'CD031';
  END IF;
  IF (NEW.item_no, NEW.item_version, NEW.choice, NEW.reason, NEW.row_command_id) IS DISTINCT FROM
     (OLD.item_no, OLD.item_version, OLD.choice, OLD.reason, OLD.row_command_id)
     OR (OLD.state <> 'PENDING' AND (NEW.payload, NEW.payload_hash, NEW.amount_minor, NEW.asset, NEW.required_roles)
         IS DISTINCT FROM (OLD.payload, OLD.payload_hash, OLD.amount_minor, OLD.asset, OLD.required_roles))
     OR (OLD.approval_no IS NOT NULL AND NEW.approval_no IS DISTINCT FROM OLD.approval_no) THEN
    RAISE EXCEPTION 'row % of bulk job % was previewed and does not change', OLD.row_no, OLD.job_id USING ERRCODE = 'CD031';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON bulk_rows FOR EACH ROW EXECUTE FUNCTION guard_bulk_row();
CREATE TRIGGER keep BEFORE DELETE ON bulk_rows FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON bulk_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A bundle is one request whose rows are posted by vouchers of their own. So a request may have several vouchers, but only a
-- bundle, and only one for each of its items; `check_voucher_approval` says so for the others, too.
DROP INDEX vouchers_one_per_approval;
CREATE UNIQUE INDEX vouchers_one_per_approval ON vouchers (approval_id, object_type, object_no)
  WHERE approval_id IS NOT NULL AND reverses_voucher_id IS NULL;
CREATE OR REPLACE FUNCTION check_voucher_approval() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE request approvals; plan jsonb;
BEGIN
  SELECT * INTO request FROM approvals
  WHERE id = NEW.approval_id AND status = 'EXECUTED' AND command_id = NEW.command_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'voucher % needs an approval that its own command executed', NEW.voucher_no USING ERRCODE = 'CD011';
  END IF;
  plan := request.payload;
  IF request.act = 'RESOLUTION_BUNDLE' THEN
    SELECT payload INTO plan FROM bulk_rows
    WHERE approval_no = request.approval_no AND item_no = NEW.object_no AND state = 'EXECUTED' AND voucher_no = NEW.voucher_no
      AND payload_hash = json_hash(payload)
      AND jsonb_build_array(row_no, item_no, item_version + 1, choice ->> 'resolution', payload_hash) IN
          (SELECT jsonb_array_elements(request.payload -> 'rows'));
    IF NOT FOUND OR NEW.object_type <> 'suspense' OR NEW.reverses_voucher_id IS NOT NULL THEN
      RAISE EXCEPTION 'voucher % is of no row that % approved', NEW.voucher_no, request.approval_no USING ERRCODE = 'CD011';
    END IF;
  ELSIF NEW.reverses_voucher_id IS NULL AND EXISTS (
      SELECT 1 FROM vouchers WHERE approval_id = NEW.approval_id AND id <> NEW.id AND reverses_voucher_id IS NULL) THEN
    RAISE EXCEPTION 'approval % is for one voucher', request.approval_no USING ERRCODE = 'CD011';
  END IF;
  -- An offset has no event of its own: it reverses two openings, whose lines the reversals already fix.
  IF plan ->> 'event' IS NULL THEN
    IF NEW.reverses_voucher_id IS NULL THEN
      RAISE EXCEPTION 'approval % allows reversals only', request.approval_no USING ERRCODE = 'CD011';
    END IF;
    RETURN NULL;
  END IF;
  IF NEW.event <> plan ->> 'event' OR plan -> 'lines' IS DISTINCT FROM (
       SELECT jsonb_agg(jsonb_build_object('side', e.side, 'accountNo', a.account_no,
                                           'amountMinor', e.amount_minor::text) ORDER BY e.line_no)
       FROM entries e JOIN accounts a ON a.id = e.account_id
       WHERE e.voucher_id = NEW.id AND e.accounting_on = NEW.accounting_on) THEN
    RAISE EXCEPTION 'voucher % is not what % approved', NEW.voucher_no, request.approval_no USING ERRCODE = 'CD011';
  END IF;
  RETURN NULL;
END $$;
-- And an executed bundle has said of every row what became of it, with a voucher for each that was posted.
CREATE FUNCTION check_bundle_executed() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM bulk_rows b WHERE b.approval_no = NEW.approval_no AND (b.state NOT IN ('EXECUTED', 'REFUSED') OR b.state = 'EXECUTED'
      AND NOT EXISTS (SELECT 1 FROM vouchers v WHERE v.approval_id = NEW.id AND v.object_no = b.item_no AND v.voucher_no = b.voucher_no)))
     OR (SELECT count(*) FROM bulk_rows WHERE approval_no = NEW.approval_no) <> jsonb_array_length(NEW.payload -> 'rows') THEN
    RAISE EXCEPTION 'bundle % is executed row by row', NEW.approval_no USING ERRCODE = 'CD011';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER bundle_executed AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act = 'RESOLUTION_BUNDLE') EXECUTE FUNCTION check_bundle_executed();

REVOKE ALL ON FUNCTION guard_bulk_job, guard_bulk_row, set_suspense_group, refuse_regrouping FROM PUBLIC;

CREATE FUNCTION grant_app_role_bulk(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON bulk_jobs, bulk_rows TO %I', p_role);
  EXECUTE format('GRANT EXECUTE ON FUNCTION suspense_group_key TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_bulk FROM PUBLIC;
