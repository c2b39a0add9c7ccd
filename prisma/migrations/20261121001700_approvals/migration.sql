-- One engine for everything that a person proposes and another one checks: who has to sign is data, what a request depends on
-- is written down with it, and its execution is proved here once more.

-- Who checks what ----------------------------------------------------------------------------------------------------------
-- Versions of one list of rules; the newest counts. The first is given with the desk, each later one is an executed request.
CREATE TABLE approval_policies (
  version      integer PRIMARY KEY CHECK (version > 0),
  rules        jsonb NOT NULL CHECK (jsonb_typeof(rules) = 'array'),
  -- Whether a lead may act alone in an emergency, with a review afterwards.
  break_glass  boolean NOT NULL,
  reason       text NOT NULL CHECK (length(reason) BETWEEN 1 AND 4000),
  approval_id  bigint UNIQUE REFERENCES approvals,
  made_by      bigint REFERENCES users,
  approved_at  timestamptz NOT NULL DEFAULT now(),
  command_id   uuid REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT first_is_given CHECK (num_nulls(approval_id, made_by, command_id) = CASE version WHEN 1 THEN 3 ELSE 0 END)
);

-- Up to ¥1,000 one of finance; up to ¥50,000 not who looks after the merchant; above it finance and a lead. What a currency is
-- worth is unknown here, so others than the yuan take two.
INSERT INTO approval_policies (version, rules, break_glass, reason)
SELECT 1, jsonb_agg(jsonb_build_object('act', act, 'asset', asset, 'upToMinor', up_to, 'seats', to_jsonb(seats),
                                       'excludes', to_jsonb(excludes), 'stepUp', false) ORDER BY position, act, up_to NULLS LAST, asset),
       false, 'The limits that the desk begins with.'
FROM (
  SELECT 1 AS position, act, asset, up_to, seats, excludes
  FROM unnest(ARRAY['SUSPENSE_RESOLUTION', 'MATCH_BY_HAND', 'RESOLUTION_BUNDLE', 'ADJUSTMENT', 'MANUAL_REFUND']) AS act
  CROSS JOIN (VALUES
    ('CNY', '100000', ARRAY['FINANCE'], ARRAY['EDITOR', 'DELEGATE']),
    ('CNY', '5000000', ARRAY['FINANCE'], ARRAY['EDITOR', 'DELEGATE', 'PORTFOLIO']),
    ('CNY', NULL, ARRAY['FINANCE', 'FINANCE_LEAD'], ARRAY['EDITOR', 'DELEGATE', 'PORTFOLIO']),
    (NULL, NULL, ARRAY['FINANCE', 'FINANCE_LEAD'], ARRAY['EDITOR', 'DELEGATE', 'PORTFOLIO'])
  ) AS band (asset, up_to, seats, excludes)
  UNION ALL
  SELECT 2, 'LOSS_WRITE_OFF', NULL, NULL, ARRAY['FINANCE', 'FINANCE_LEAD'], ARRAY['EDITOR', 'DELEGATE', 'PORTFOLIO']
  UNION ALL
  SELECT 3, 'REPAYOUT', asset, up_to, seats, ARRAY['EDITOR', 'DELEGATE', 'PORTFOLIO']
  FROM (VALUES
    ('CNY', '5000000', ARRAY['FINANCE']),
    ('CNY', NULL, ARRAY['FINANCE', 'FINANCE_LEAD']),
    (NULL, NULL, ARRAY['FINANCE', 'FINANCE_LEAD'])
  ) AS band (asset, up_to, seats)
  UNION ALL
  SELECT 4, 'STATEMENT_MAPPING', NULL, NULL, ARRAY['FINANCE'], ARRAY['DELEGATE']
  UNION ALL
  SELECT 5, act, NULL, NULL, ARRAY['ADMIN_OR_LEAD'], ARRAY['EDITOR', 'DELEGATE']
  FROM unnest(ARRAY['BANK_ACCOUNT', 'MERCHANT_SETTINGS', 'USER_ROLES', 'ADOPTION_POLICY', 'APPROVAL_POLICY']) AS act
) AS given;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON approval_policies FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON approval_policies FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The rule that asks. The same as `findRule` in core/approvals/policy.ts, against which a test compares it.
CREATE FUNCTION approval_rule(p_rules jsonb, p_act text, p_asset text, p_summed numeric) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT rule FROM jsonb_array_elements(p_rules) AS rule
  WHERE rule ->> 'act' = p_act
    AND rule ->> 'asset' IS NOT DISTINCT FROM CASE WHEN EXISTS (
          SELECT 1 FROM jsonb_array_elements(p_rules) AS named WHERE named ->> 'act' = p_act AND named ->> 'asset' = p_asset
        ) THEN p_asset END
    AND (rule ->> 'upToMinor' IS NULL OR p_summed <= (rule ->> 'upToMinor')::numeric)
  ORDER BY (rule ->> 'upToMinor')::numeric NULLS LAST LIMIT 1
$$;

-- Requests -----------------------------------------------------------------------------------------------------------------
ALTER TABLE approvals
  DROP CONSTRAINT approvals_act_check,
  DROP CONSTRAINT amount_by_act,
  ADD CONSTRAINT approvals_act_check CHECK (act ~ '^[A-Z_]{3,40}$'),
  ADD CONSTRAINT amount_has_asset CHECK ((amount_minor IS NULL) = (asset IS NULL)),
  -- Null where a request was made before rules were data: such a one is never executed.
  ADD COLUMN policy_version integer REFERENCES approval_policies,
  ADD COLUMN ruled_act text,
  ADD COLUMN excludes text[] NOT NULL DEFAULT '{}',
  ADD COLUMN step_up boolean NOT NULL DEFAULT false,
  ADD COLUMN editors bigint[] NOT NULL DEFAULT '{}',
  -- Who gets the money, as far as the act can tell, and what was asked for them within a day, this request included.
  ADD COLUMN payee text,
  ADD COLUMN summed_minor bigint,
  -- By the database's clock, as the expiry.
  ADD COLUMN asked_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN broke_glass boolean NOT NULL DEFAULT false;
ALTER TABLE approvals DISABLE TRIGGER USER;
UPDATE approvals SET asked_at = created_at;
ALTER TABLE approvals ENABLE TRIGGER USER;
CREATE INDEX approvals_payee ON approvals (payee, asset, asked_at) WHERE payee IS NOT NULL AND status IN ('PENDING', 'EXECUTED');
CREATE INDEX approvals_maker ON approvals (maker_id, asked_at);

ALTER TABLE approval_decisions
  ADD COLUMN on_behalf_of bigint REFERENCES users,
  ADD COLUMN totp_step bigint,
  ADD CONSTRAINT nobody_for_themselves CHECK (on_behalf_of <> checker_id AND on_behalf_of <> maker_id),
  -- A one-time password is for one decision.
  ADD CONSTRAINT totp_once UNIQUE (checker_id, totp_step);

-- What a request depends on, as it was when it was made. Any difference makes the request void.
CREATE TABLE approval_objects (
  approval_id  bigint NOT NULL REFERENCES approvals,
  object_type  text NOT NULL CHECK (object_type ~ '^[a-z_]{1,40}$'),
  object_no    text NOT NULL,
  -- Null where it has no version of its own; the digest tells it then.
  version      integer,
  digest       text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  command_id   uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (approval_id, object_type, object_no)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON approval_objects FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON approval_objects FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- JSON with its keys in order, as `hashInput` in server/transact.ts writes it.
CREATE FUNCTION canonical_json(p_value jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN CASE jsonb_typeof(p_value)
    WHEN 'object' THEN (SELECT '{' || coalesce(string_agg(to_json(key)::text || ':' || public.canonical_json(value), ',' ORDER BY key COLLATE "C"), '') || '}'
                        FROM jsonb_each(p_value))
    WHEN 'array' THEN (SELECT '[' || coalesce(string_agg(public.canonical_json(value), ',' ORDER BY ordinality), '') || ']'
                       FROM jsonb_array_elements(p_value) WITH ORDINALITY)
    ELSE p_value::text END;
END $$;
CREATE FUNCTION json_hash(p_value jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(public.canonical_json(p_value), 'UTF8')), 'hex')
$$;

-- The version of an object now. Whatever a request can depend on has a function `approval_version_of_<type>(no)`.
CREATE FUNCTION approval_object_version(p_type text, p_no text) RETURNS integer LANGUAGE plpgsql STABLE AS $$
DECLARE found integer;
BEGIN
  EXECUTE format('SELECT public.%I($1)', 'approval_version_of_' || p_type) INTO found USING p_no;
  RETURN found;
END $$;
CREATE FUNCTION approval_version_of_suspense(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT version FROM public.suspense_items WHERE item_no = p_no
$$;
CREATE FUNCTION approval_version_of_order(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT version FROM public.orders WHERE order_no = p_no
$$;
CREATE FUNCTION approval_version_of_mapping(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT coalesce(max(m.version), 0) FROM public.channels c LEFT JOIN public.statement_mappings m ON m.channel_id = c.id WHERE c.code = p_no
$$;
CREATE FUNCTION approval_version_of_approval_policy(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT max(version) FROM public.approval_policies
$$;
CREATE FUNCTION approval_version_of_adoption_policy(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT coalesce(max(version), 0) FROM public.adoption_policies
$$;

-- A lent signature: the delegate signs in the delegator's place within these times, never what either of them proposed.
CREATE TABLE approval_delegations (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  delegator_id  bigint NOT NULL REFERENCES users,
  delegate_id   bigint NOT NULL REFERENCES users,
  starts_at     timestamptz NOT NULL,
  ends_at       timestamptz NOT NULL,
  reason        text NOT NULL CHECK (length(reason) BETWEEN 1 AND 4000),
  revoked_at    timestamptz,
  created_at    timestamptz NOT NULL DEFAULT now(),
  command_id    uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT to_somebody_else CHECK (delegator_id <> delegate_id),
  CONSTRAINT a_month_at_most CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '31 days')
);
CREATE INDEX approval_delegations_delegate ON approval_delegations (delegate_id, ends_at);
CREATE INDEX approval_delegations_delegator ON approval_delegations (delegator_id, ends_at);
CREATE FUNCTION check_delegation_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL
     OR to_jsonb(NEW) - '{revoked_at,command_id}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{revoked_at,command_id}'::text[] THEN
    RAISE EXCEPTION 'a delegation is only ever revoked' USING ERRCODE = 'CD031';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE UPDATE OR DELETE ON approval_delegations FOR EACH ROW EXECUTE FUNCTION check_delegation_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON approval_delegations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION is_lent(p_delegator bigint, p_delegate bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM public.approval_delegations WHERE delegator_id = p_delegator AND delegate_id = p_delegate
                 AND revoked_at IS NULL AND now() BETWEEN starts_at AND ends_at)
$$;
CREATE FUNCTION can_sign(p_user bigint, p_seat text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.users u JOIN public.user_roles r ON r.user_id = u.id
    WHERE u.id = p_user AND u.disabled_at IS NULL AND CASE p_seat
            WHEN 'FINANCE' THEN r.role IN ('FINANCE', 'FINANCE_LEAD')
            WHEN 'FINANCE_LEAD' THEN r.role = 'FINANCE_LEAD'
            WHEN 'ADMIN_OR_LEAD' THEN r.role IN ('ADMIN', 'FINANCE_LEAD') ELSE false END)
$$;
-- Whether somebody may sign a request for a seat now, in their own right or in another's place.
CREATE FUNCTION may_sign(request approvals, p_checker bigint, p_behalf bigint, p_seat text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT p_seat = ANY (request.required_roles)
    AND request.maker_id NOT IN (p_checker, coalesce(p_behalf, p_checker))
    AND CASE WHEN p_behalf IS NULL THEN public.can_sign(p_checker, p_seat)
             ELSE public.is_lent(p_behalf, p_checker) AND public.can_sign(p_behalf, p_seat)
                  -- For money one has to be of finance oneself.
                  AND (public.can_sign(p_checker, 'FINANCE') OR (p_seat = 'ADMIN_OR_LEAD' AND public.can_sign(p_checker, p_seat))) END
    AND NOT ('EDITOR' = ANY (request.excludes) AND (p_checker = ANY (request.editors) OR coalesce(p_behalf = ANY (request.editors), false)))
    AND NOT ('DELEGATE' = ANY (request.excludes) AND public.is_lent(request.maker_id, p_checker))
    AND NOT ('PORTFOLIO' = ANY (request.excludes) AND EXISTS (
          SELECT 1 FROM public.user_scopes s JOIN public.merchants m ON m.merchant_no = s.merchant_no
          WHERE s.user_id = p_checker AND m.id = request.merchant_id))
$$;

-- What was asked for the same payee within a day, whoever asked: many small requests are one large one.
CREATE FUNCTION approval_summed(p_payee text, p_asset text, p_amount bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT p_amount + coalesce(sum(amount_minor), 0)::bigint FROM public.approvals
  WHERE payee = p_payee AND asset = p_asset AND asked_at > now() - interval '24 hours' AND status IN ('PENDING', 'EXECUTED')
$$;

-- A request begins as it has to: waiting, with the hash of what it asks for, and with the checkers that the rules ask for.
CREATE OR REPLACE FUNCTION check_approval_birth() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE policy approval_policies; rule jsonb;
BEGIN
  IF NEW.status <> 'PENDING' THEN
    RAISE EXCEPTION 'an approval begins as PENDING' USING ERRCODE = 'CD007';
  END IF;
  IF NEW.payload_hash <> json_hash(NEW.payload) THEN
    RAISE EXCEPTION 'the hash of % is not its payload''s', NEW.approval_no USING ERRCODE = 'CD010';
  END IF;
  -- Two requests for one payee at once would each miss the other in the sum.
  IF NEW.payee IS NOT NULL THEN PERFORM pg_advisory_xact_lock(hashtext('approval payee'), hashtext(NEW.payee)); END IF;
  SELECT * INTO STRICT policy FROM approval_policies ORDER BY version DESC LIMIT 1;
  NEW.asked_at := now();
  NEW.broke_glass := false;
  NEW.summed_minor := approval_summed(NEW.payee, NEW.asset, NEW.amount_minor);
  rule := approval_rule(policy.rules, NEW.ruled_act, NEW.asset, NEW.summed_minor);
  IF rule IS NULL OR (NEW.ruled_act <> NEW.act AND (NEW.act, NEW.ruled_act) <> ('SUSPENSE_RESOLUTION', 'LOSS_WRITE_OFF'))
     OR (NEW.payload ->> 'resolution' = 'WRITE_OFF_AS_LOSS') IS DISTINCT FROM (NEW.ruled_act = 'LOSS_WRITE_OFF')
        AND NEW.act = 'SUSPENSE_RESOLUTION' THEN
    RAISE EXCEPTION 'no rule says who checks % as %', NEW.act, NEW.ruled_act USING ERRCODE = 'CD031';
  END IF;
  NEW.policy_version := policy.version;
  NEW.required_roles := ARRAY(SELECT jsonb_array_elements_text(rule -> 'seats'));
  NEW.excludes := ARRAY(SELECT jsonb_array_elements_text(rule -> 'excludes'));
  NEW.step_up := (rule ->> 'stepUp')::boolean;
  RETURN NEW;
END $$;
CREATE FUNCTION check_approval_objects() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM approval_objects WHERE approval_id = NEW.id AND (object_type, object_no) = (NEW.object_type, NEW.object_no)) THEN
    RAISE EXCEPTION 'approval % does not say what it depends on', NEW.approval_no USING ERRCODE = 'CD032';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER depends AFTER INSERT ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_approval_objects();
CREATE FUNCTION check_object_birth() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM approvals WHERE id = NEW.approval_id AND status = 'PENDING' AND command_id = NEW.command_id AND version = 1) THEN
    RAISE EXCEPTION 'what a request depends on is written down with it' USING ERRCODE = 'CD032';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER birth BEFORE INSERT ON approval_objects FOR EACH ROW EXECUTE FUNCTION check_object_birth();

-- A signature: open, by the person who sends the command, by right, and never two by one.
CREATE OR REPLACE FUNCTION check_decision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE request approvals;
BEGIN
  SELECT * INTO STRICT request FROM approvals WHERE id = NEW.approval_id FOR UPDATE;
  IF request.status <> 'PENDING' OR request.expires_at <= now() THEN
    RAISE EXCEPTION 'approval % is not open for decisions', request.approval_no USING ERRCODE = 'CD007';
  END IF;
  IF NEW.maker_id <> request.maker_id OR NEW.checker_id = request.maker_id THEN
    RAISE EXCEPTION 'the maker of % cannot check it', request.approval_no USING ERRCODE = 'CD008';
  END IF;
  -- Whoever is being disabled or loses a role meanwhile waits, or is seen.
  PERFORM 1 FROM users WHERE id IN (NEW.checker_id, NEW.on_behalf_of) ORDER BY id FOR SHARE;
  IF may_sign(request, NEW.checker_id, NEW.on_behalf_of, NEW.as_role) IS NOT TRUE THEN
    RAISE EXCEPTION 'user % may not decide % as %', NEW.checker_id, request.approval_no, NEW.as_role USING ERRCODE = 'CD009';
  END IF;
  IF EXISTS (SELECT 1 FROM approval_decisions WHERE approval_id = NEW.approval_id
               AND (on_behalf_of IN (NEW.checker_id, NEW.on_behalf_of) OR checker_id = NEW.on_behalf_of)) THEN
    RAISE EXCEPTION 'two signatures of % are two people''s', request.approval_no USING ERRCODE = 'CD009';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM receipts WHERE command_id = NEW.command_id AND actor_id = NEW.checker_id) THEN
    RAISE EXCEPTION 'nobody signs % in a command of somebody else''s', request.approval_no USING ERRCODE = 'CD009';
  END IF;
  IF request.step_up AND NEW.verdict = 'APPROVE' AND NEW.totp_step IS NULL THEN
    RAISE EXCEPTION 'signing % needs a one-time password', request.approval_no USING ERRCODE = 'CD033';
  END IF;
  RETURN NEW;
END $$;

-- Execution is proved from the rows alone: the hash, the versions, and living checkers who could sign it this very moment.
CREATE FUNCTION prove_execution(request approvals) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE changed text; seats bigint; people bigint; missing bigint;
BEGIN
  IF request.payload_hash <> json_hash(request.payload) THEN
    RAISE EXCEPTION 'the hash of % is not its payload''s', request.approval_no USING ERRCODE = 'CD010';
  END IF;
  SELECT count(DISTINCT d.as_role), count(DISTINCT person) INTO seats, people
  FROM approval_decisions d CROSS JOIN LATERAL unnest(ARRAY[d.checker_id, d.on_behalf_of]) AS person
  WHERE d.approval_id = request.id AND d.verdict = 'APPROVE' AND may_sign(request, d.checker_id, d.on_behalf_of, d.as_role);
  missing := cardinality(request.required_roles) - seats;
  IF request.broke_glass THEN
    -- Alone, but a lead, in an emergency that the rules in force allow, and reviewed afterwards.
    IF missing < 1 OR NOT (SELECT break_glass FROM approval_policies ORDER BY version DESC LIMIT 1)
       OR NOT EXISTS (SELECT 1 FROM approval_decisions d WHERE d.approval_id = request.id AND d.verdict = 'APPROVE'
                        AND d.on_behalf_of IS NULL AND length(d.note) > 0 AND can_sign(d.checker_id, 'FINANCE_LEAD')
                        AND may_sign(request, d.checker_id, NULL, d.as_role)) THEN
      RAISE EXCEPTION 'approval % cannot be executed by one alone', request.approval_no USING ERRCODE = 'CD008';
    END IF;
  ELSIF missing > 0 OR people < cardinality(request.required_roles) THEN
    RAISE EXCEPTION 'approval % lacks a checker', request.approval_no USING ERRCODE = 'CD008';
  END IF;
  IF request.policy_version IS NULL OR request.expires_at <= now() THEN
    RAISE EXCEPTION 'approval % is not open for decisions', request.approval_no USING ERRCODE = 'CD007';
  END IF;
  SELECT string_agg(object_type || ' ' || object_no, ', ') INTO changed FROM approval_objects
  WHERE approval_id = request.id AND version IS NOT NULL AND approval_object_version(object_type, object_no) IS DISTINCT FROM version;
  IF changed IS NOT NULL THEN
    RAISE EXCEPTION 'approval % depends on what has changed since: %', request.approval_no, changed USING ERRCODE = 'CD032';
  END IF;
END $$;
CREATE OR REPLACE FUNCTION check_approval_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE moving text[] := '{status,closed_at,version,command_id,broke_glass}';
BEGIN
  IF OLD.status <> 'PENDING' THEN
    RAISE EXCEPTION 'approval % is already %', OLD.approval_no, OLD.status USING ERRCODE = 'CD007';
  END IF;
  IF to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving THEN
    RAISE EXCEPTION 'what approval % asks for is frozen', OLD.approval_no USING ERRCODE = 'CD010';
  END IF;
  IF NEW.status = 'EXECUTED' THEN PERFORM prove_execution(NEW); END IF;
  RETURN NEW;
END $$;

-- An approved list of rules is the one that was approved, on the version that it was made for.
CREATE FUNCTION check_policy_approved() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM approvals a
    WHERE a.id = NEW.approval_id AND a.act = 'APPROVAL_POLICY' AND a.status = 'EXECUTED' AND a.command_id = NEW.command_id
      AND a.object_version + 1 = NEW.version AND a.maker_id = NEW.made_by AND a.reason = NEW.reason
      AND a.payload -> 'rules' = NEW.rules AND (a.payload ->> 'breakGlass')::boolean = NEW.break_glass
  ) THEN
    RAISE EXCEPTION 'version % of who checks what is not what was approved', NEW.version USING ERRCODE = 'CD031';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER approved AFTER INSERT ON approval_policies DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_policy_approved();
CREATE FUNCTION check_policy_executed() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM approval_policies WHERE approval_id = NEW.id AND command_id = NEW.command_id) THEN
    RAISE EXCEPTION 'approval % is executed by a version of who checks what', NEW.approval_no USING ERRCODE = 'CD031';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER policy_executed AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act = 'APPROVAL_POLICY') EXECUTE FUNCTION check_policy_executed();

-- What is booked by the channel's word was asked for and decided beside the engine; it is an act like the others now. What was
-- waiting has to be proposed again.
ALTER TABLE adoption_policies DISABLE TRIGGER USER;
DELETE FROM adoption_policies WHERE status = 'PENDING';
ALTER TABLE adoption_policies ENABLE TRIGGER USER;
ALTER TABLE adoption_policies ADD COLUMN approval_id bigint UNIQUE REFERENCES approvals;
CREATE OR REPLACE FUNCTION check_policy_birth() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM approvals a
    WHERE a.id = NEW.approval_id AND a.act = 'ADOPTION_POLICY' AND a.status = 'EXECUTED' AND a.command_id = NEW.command_id
      AND a.object_version + 1 = NEW.version AND a.maker_id = NEW.proposed_by AND a.reason = NEW.reason
      AND a.payload -> 'rules' = NEW.rules AND NEW.status = 'APPROVED'
  ) THEN
    RAISE EXCEPTION 'version % of what is taken over is not what was approved', NEW.version USING ERRCODE = 'CD022';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION check_adoption_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'version % of what is taken over does not change', OLD.version USING ERRCODE = 'CD022';
END $$;
CREATE FUNCTION check_adoption_executed() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM adoption_policies WHERE approval_id = NEW.id AND command_id = NEW.command_id) THEN
    RAISE EXCEPTION 'approval % is executed by a version of what is taken over', NEW.approval_no USING ERRCODE = 'CD022';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER adoption_executed AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act = 'ADOPTION_POLICY') EXECUTE FUNCTION check_adoption_executed();

-- One-time passwords --------------------------------------------------------------------------------------------------------
-- The secret is sealed by the application's key, which the database does not have.
CREATE TABLE user_totps (
  user_id        bigint PRIMARY KEY REFERENCES users,
  sealed_secret  text NOT NULL,
  confirmed_at   timestamptz,
  -- The half minute of the newest password that was taken: none before it is taken again.
  last_step      bigint NOT NULL DEFAULT 0,
  command_id     uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);
CREATE FUNCTION check_totp_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.user_id <> OLD.user_id OR NEW.last_step < OLD.last_step THEN
    RAISE EXCEPTION 'a one-time password is taken once' USING ERRCODE = 'CD033';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE UPDATE ON user_totps FOR EACH ROW EXECUTE FUNCTION check_totp_change();

-- Reviews of what one lead did alone ---------------------------------------------------------------------------------------
CREATE TABLE approval_reviews (
  approval_id  bigint PRIMARY KEY REFERENCES approvals,
  reviewer_id  bigint NOT NULL REFERENCES users,
  verdict      text NOT NULL CHECK (verdict IN ('JUSTIFIED', 'NOT_JUSTIFIED')),
  note         text NOT NULL CHECK (length(note) BETWEEN 1 AND 4000),
  created_at   timestamptz NOT NULL DEFAULT now(),
  command_id   uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON approval_reviews FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON approval_reviews FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION check_review() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM approvals WHERE id = NEW.approval_id AND status = 'EXECUTED' AND broke_glass AND maker_id <> NEW.reviewer_id)
     OR EXISTS (SELECT 1 FROM approval_decisions WHERE approval_id = NEW.approval_id AND NEW.reviewer_id IN (checker_id, on_behalf_of))
     OR NOT (can_sign(NEW.reviewer_id, 'ADMIN_OR_LEAD') OR EXISTS (
          SELECT 1 FROM users u JOIN user_roles r ON r.user_id = u.id
          WHERE u.id = NEW.reviewer_id AND u.disabled_at IS NULL AND r.role = 'AUDITOR')) THEN
    RAISE EXCEPTION 'user % cannot review this', NEW.reviewer_id USING ERRCODE = 'CD009';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE INSERT ON approval_reviews FOR EACH ROW EXECUTE FUNCTION check_review();

CREATE FUNCTION grant_app_role_approvals(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON approval_policies, approval_objects, approval_delegations, user_totps, approval_reviews TO %I', p_role);
  EXECUTE format('GRANT INSERT ON approval_policies, approval_objects, approval_delegations, user_totps, approval_reviews TO %I', p_role);
  EXECUTE format('GRANT UPDATE (revoked_at, command_id) ON approval_delegations TO %I', p_role);
  EXECUTE format('GRANT UPDATE (sealed_secret, confirmed_at, last_step, command_id) ON user_totps TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_approvals FROM PUBLIC;
