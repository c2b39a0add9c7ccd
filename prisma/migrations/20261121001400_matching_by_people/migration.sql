-- What people add to matching: runs that share a batch, pairs made by hand, statuses taken over, questions to channels.

-- What a batch could see when it began. A run that waited for it takes its result where nothing has been told since.
ALTER TABLE batches ADD COLUMN read_snapshot text NOT NULL DEFAULT pg_current_snapshot()::text;

-- Whether the transaction that wrote a row has ended by the time of a snapshot. `p_xmin` is the row's, which lacks the
-- epoch; it is taken as the last one before now that ends in those 32 bits.
CREATE FUNCTION was_visible(p_xmin xid, p_snapshot text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT pg_visible_in_snapshot((now_at - ((now_at - p_xmin::text::bigint) & 4294967295))::text::xid8, p_snapshot::pg_snapshot)
  FROM (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS now_at) AS clock
$$;

-- Lines that people pair ---------------------------------------------------------------------------------------------------
-- What people have said about a line, newest last: PAIR lends it another key, PART takes it away from everybody, RELEASE
-- takes back what was said before. A line is named by what a corrected file still has: its channel, day, kind and key.
CREATE TABLE manual_matches (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel_id    bigint NOT NULL REFERENCES channels,
  settles_on    date NOT NULL,
  item_kind     text NOT NULL CHECK (item_kind IN ('PAYMENT', 'REFUND')),
  match_key     text NOT NULL,
  act           text NOT NULL CHECK (act IN ('PAIR', 'PART', 'RELEASE')),
  as_match_key  text,
  reason        text NOT NULL CHECK (length(reason) BETWEEN 1 AND 4000),
  made_by       bigint NOT NULL REFERENCES users,
  approval_id   bigint REFERENCES approvals,
  created_at    timestamptz NOT NULL,
  command_id    uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT lends_a_key CHECK ((act = 'RELEASE') = (as_match_key IS NULL)),
  CONSTRAINT lends_another_key CHECK (as_match_key <> match_key),
  -- No order has such a key, so the line meets nobody.
  CONSTRAINT parted_is_alone CHECK ((act = 'PART') = (as_match_key IS NOT DISTINCT FROM '~' || match_key))
);
CREATE INDEX manual_matches_line ON manual_matches (channel_id, settles_on, item_kind, match_key, id DESC);
CREATE UNIQUE INDEX manual_matches_approval ON manual_matches (approval_id) WHERE approval_id IS NOT NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON manual_matches FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON manual_matches FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The key by which a line of a day is matched instead of its own.
CREATE VIEW line_key_overrides AS
SELECT channel_id, settles_on, item_kind, match_key, as_match_key
FROM (
  SELECT DISTINCT ON (channel_id, settles_on, item_kind, match_key) channel_id, settles_on, item_kind, match_key, as_match_key
  FROM manual_matches ORDER BY channel_id, settles_on, item_kind, match_key, id DESC
) AS newest
WHERE as_match_key IS NOT NULL;

-- Two acts of approval: what posts a voucher, and what pairs two items, whose openings the next batch takes back.
DO $$
DECLARE allowed text;
BEGIN
  SELECT substring(pg_get_constraintdef(oid) FROM '^CHECK (.*)$') INTO STRICT allowed
  FROM pg_constraint WHERE conrelid = 'approvals'::regclass AND conname = 'approvals_act_check';
  ALTER TABLE approvals DROP CONSTRAINT approvals_act_check;
  EXECUTE format('ALTER TABLE approvals ADD CONSTRAINT approvals_act_check CHECK (%s OR act = ''MATCH_BY_HAND'')', allowed);
END $$;

-- A pair that takes money out of suspense was approved as it stands; where nothing is in suspense, nobody has to sign.
CREATE FUNCTION check_manual_match() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE request approvals;
BEGIN
  IF NEW.act <> 'PAIR' THEN
    IF NEW.approval_id IS NOT NULL THEN
      RAISE EXCEPTION 'only a pair is approved' USING ERRCODE = 'CD021';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.approval_id IS NULL THEN
    IF EXISTS (SELECT 1 FROM suspense_items
               WHERE channel_id = NEW.channel_id AND item_kind = NEW.item_kind AND match_key IN (NEW.match_key, NEW.as_match_key)
                 AND status NOT IN ('RESOLVED', 'AUTO_RESOLVED')) THEN
      RAISE EXCEPTION 'a pair of % with % takes money out of suspense and needs an approval', NEW.match_key, NEW.as_match_key
        USING ERRCODE = 'CD021';
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO request FROM approvals
  WHERE id = NEW.approval_id AND act = 'MATCH_BY_HAND' AND status = 'EXECUTED' AND command_id = NEW.command_id;
  IF NOT FOUND OR request.maker_id <> NEW.made_by OR request.payload -> 'pair' IS DISTINCT FROM jsonb_build_object(
       'settlesOn', NEW.settles_on, 'itemKind', NEW.item_kind, 'matchKey', NEW.match_key, 'asMatchKey', NEW.as_match_key) THEN
    RAISE EXCEPTION 'the pair of % with % is not what was approved', NEW.match_key, NEW.as_match_key USING ERRCODE = 'CD021';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE INSERT ON manual_matches FOR EACH ROW EXECUTE FUNCTION check_manual_match();

CREATE FUNCTION check_match_executed() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM manual_matches WHERE approval_id = NEW.id AND command_id = NEW.command_id) THEN
    RAISE EXCEPTION 'approval % is executed by a pair of the same command', NEW.approval_no USING ERRCODE = 'CD021';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER matched AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act = 'MATCH_BY_HAND') EXECUTE FUNCTION check_match_executed();

-- Statuses taken over from the channel -------------------------------------------------------------------------------------
-- Which statuses of the channel are booked without a person: versions of one list, each decided by somebody else than who
-- asked for it. The newest approved one counts; without any, people propose one by one.
CREATE TABLE adoption_policies (
  version      integer PRIMARY KEY CHECK (version > 0),
  rules        jsonb NOT NULL CHECK (jsonb_typeof(rules) = 'array'),
  reason       text NOT NULL CHECK (length(reason) BETWEEN 1 AND 4000),
  status       text NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING', 'APPROVED', 'REJECTED')),
  proposed_by  bigint NOT NULL REFERENCES users,
  proposed_at  timestamptz NOT NULL,
  decided_by   bigint REFERENCES users,
  decided_at   timestamptz,
  note         text NOT NULL DEFAULT '',
  command_id   uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT decided_by_somebody CHECK ((status = 'PENDING') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
  CONSTRAINT checker_is_not_maker CHECK (decided_by <> proposed_by)
);
CREATE UNIQUE INDEX adoption_policies_one_pending ON adoption_policies ((true)) WHERE status = 'PENDING';
CREATE FUNCTION check_adoption_policy() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.status <> 'PENDING' OR (NEW.version, NEW.rules, NEW.reason, NEW.proposed_by, NEW.proposed_at)
       IS DISTINCT FROM (OLD.version, OLD.rules, OLD.reason, OLD.proposed_by, OLD.proposed_at) THEN
    RAISE EXCEPTION 'version % of what is taken over does not change', OLD.version USING ERRCODE = 'CD022';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM users JOIN user_roles ON user_roles.user_id = users.id
                 WHERE users.id = NEW.decided_by AND users.disabled_at IS NULL AND role IN ('FINANCE_LEAD', 'ADMIN')) THEN
    RAISE EXCEPTION 'user % may not decide what is taken over', NEW.decided_by USING ERRCODE = 'CD022';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE UPDATE OR DELETE ON adoption_policies FOR EACH ROW EXECUTE FUNCTION check_adoption_policy();
CREATE FUNCTION check_policy_birth() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> 'PENDING' THEN
    RAISE EXCEPTION 'what is taken over begins as PENDING' USING ERRCODE = 'CD022';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER birth BEFORE INSERT ON adoption_policies FOR EACH ROW EXECUTE FUNCTION check_policy_birth();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON adoption_policies FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was taken over from the channel, by a line of its statement under a policy or by its answer to a question.
CREATE TABLE adopted_statuses (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel_id      bigint NOT NULL REFERENCES channels,
  item_kind       text NOT NULL CHECK (item_kind IN ('PAYMENT', 'REFUND')),
  match_key       text NOT NULL,
  from_status     text NOT NULL,
  to_status       text NOT NULL,
  policy_version  integer REFERENCES adoption_policies,
  inquiry_round   smallint,
  item_no         text,
  created_at      timestamptz NOT NULL,
  command_id      uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT has_one_ground CHECK ((policy_version IS NULL) <> (inquiry_round IS NULL))
);
CREATE INDEX adopted_statuses_key ON adopted_statuses (channel_id, item_kind, match_key);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON adopted_statuses FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON adopted_statuses FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION check_adoption() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.policy_version IS NOT NULL AND NEW.policy_version IS DISTINCT FROM (
       SELECT max(version) FROM adoption_policies WHERE status = 'APPROVED') THEN
    RAISE EXCEPTION 'policy % is not the one that counts', NEW.policy_version USING ERRCODE = 'CD022';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE INSERT ON adopted_statuses FOR EACH ROW EXECUTE FUNCTION check_adoption();

-- Questions to channels ----------------------------------------------------------------------------------------------------
-- What a channel answered about one payment or refund, round by round; six at most.
CREATE TABLE inquiries (
  channel_id    bigint NOT NULL REFERENCES channels,
  item_kind     text NOT NULL CHECK (item_kind IN ('PAYMENT', 'REFUND')),
  match_key     text NOT NULL,
  round         smallint NOT NULL CHECK (round BETWEEN 1 AND 6),
  answer        text NOT NULL CHECK (answer IN ('SUCCEEDED', 'FAILED', 'PROCESSING', 'NOT_FOUND', 'NO_ANSWER')),
  amount_minor  bigint,
  asset         text,
  trade_no      text,
  happened_at   timestamptz,
  outcome       text NOT NULL CHECK (outcome IN ('SETTLED', 'NOTHING_NEW', 'CONTRADICTS', 'ASK_AGAIN')),
  asked_at      timestamptz NOT NULL,
  command_id    uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (channel_id, item_kind, match_key, round)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON inquiries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON inquiries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION grant_app_role_matching(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON manual_matches, line_key_overrides, adoption_policies, adopted_statuses, inquiries TO %I', p_role);
  EXECUTE format('GRANT INSERT ON manual_matches, adoption_policies, adopted_statuses, inquiries TO %I', p_role);
  EXECUTE format('GRANT UPDATE (status, decided_by, decided_at, note, command_id) ON adoption_policies TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_matching FROM PUBLIC;
