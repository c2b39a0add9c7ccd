-- Statements by the million lines: lines are written once and read whole, results are kept only for what is not plain, and
-- sums stand where a proof would otherwise read all of history.

-- Lines ---------------------------------------------------------------------------------------------------------------------
-- A line's place is found by block ranges, since lines of a statement lie together; a key or a unique index over millions of
-- random texts would cost more than the lines. That a place is taken once is held by the one writer and `verify`.
ALTER TABLE statement_lines DROP CONSTRAINT statement_lines_pkey;
DROP INDEX statement_lines_statement, statement_lines_order, statement_lines_trade, statement_lines_refund,
  statement_lines_channel_refund;
CREATE INDEX statement_lines_place ON statement_lines USING brin (statement_id, line_no)
  WITH (pages_per_range = 32, autosummarize = on);
-- The text of a line is in the kept file, at its offset; lines that came before files were kept have it here.
ALTER TABLE statement_lines ALTER COLUMN raw DROP NOT NULL;

-- Every number that a line names, by its hash: how people find lines. Written sorted, statement by statement; for a large
-- one after its import, by the worker, so nothing that decides may rely on it.
CREATE TABLE line_numbers (
  number_hash   bigint NOT NULL,
  settles_on    date NOT NULL,
  statement_id  bigint NOT NULL,
  line_no       bigint NOT NULL
);
CREATE INDEX line_numbers_hash ON line_numbers (number_hash);
CREATE TABLE numbered_statements (statement_id bigint PRIMARY KEY REFERENCES statements);

-- Answers whether there was anything to do.
CREATE FUNCTION number_lines(p_statement bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE day date;
BEGIN
  SELECT settles_on INTO STRICT day FROM statements WHERE id = p_statement;
  INSERT INTO numbered_statements VALUES (p_statement) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO line_numbers
  SELECT DISTINCT hashtextextended(named.number, 0), day, p_statement, l.line_no
  FROM statement_lines l
  CROSS JOIN LATERAL (VALUES (l.order_no), (l.refund_no), (l.channel_trade_no), (l.channel_refund_no)) AS named (number)
  WHERE l.settles_on = day AND l.statement_id = p_statement AND named.number IS NOT NULL
  ORDER BY 1;
  RETURN true;
END $$;

-- The line at a place; looked up by itself, never by reading a partition for a join.
CREATE FUNCTION line_at(p_day date, p_statement bigint, p_line bigint) RETURNS SETOF statement_lines
LANGUAGE sql STABLE ROWS 1 AS $$
  SELECT * FROM statement_lines WHERE settles_on = p_day AND statement_id = p_statement AND line_no = p_line OFFSET 0
$$;
-- The lines that name one of these numbers anywhere, of every version of every statement.
CREATE FUNCTION lines_named(p_numbers text[]) RETURNS SETOF statement_lines LANGUAGE sql STABLE ROWS 10 AS $$
  SELECT l.* FROM (
    SELECT DISTINCT n.settles_on, n.statement_id, n.line_no
    FROM unnest(p_numbers) AS wanted (number) JOIN line_numbers n ON n.number_hash = hashtextextended(wanted.number, 0)
  ) AS place
  CROSS JOIN LATERAL line_at(place.settles_on, place.statement_id, place.line_no) AS l
  WHERE l.order_no = ANY (p_numbers) OR l.refund_no = ANY (p_numbers) OR l.channel_trade_no = ANY (p_numbers)
    OR l.channel_refund_no = ANY (p_numbers)
$$;

-- What a statement's lines come to, an asset a row: minor units, refunds negative in `signed_minor`.
CREATE TABLE statement_assets (
  statement_id        bigint NOT NULL REFERENCES statements,
  asset               text NOT NULL,
  lines               bigint NOT NULL,
  signed_minor        bigint NOT NULL,
  fee_minor           bigint NOT NULL,
  contract_fee_minor  bigint NOT NULL,
  PRIMARY KEY (statement_id, asset)
);
-- Keys under which a statement has more than one line, by what is matched: they are never plain.
CREATE TABLE statement_repeats (
  statement_id  bigint NOT NULL REFERENCES statements,
  match_key     text NOT NULL,
  PRIMARY KEY (statement_id, match_key)
);

-- Results -------------------------------------------------------------------------------------------------------------------
-- A line of a batch's statement that has no result there is plainly matched: its key is nobody else's, the item of ours that
-- it names is due that very day, and asset, amount, status and fee agree.
CREATE TABLE batch_plain (
  batch_id            bigint NOT NULL REFERENCES batches,
  asset               text NOT NULL,
  count               bigint NOT NULL CHECK (count > 0),
  signed_minor        bigint NOT NULL,
  fee_minor           bigint NOT NULL,
  PRIMARY KEY (batch_id, asset)
);
ALTER TABLE match_results ADD COLUMN line_status text, ADD COLUMN expected_on date;
UPDATE match_results r SET line_status = l.status FROM statement_lines l
WHERE l.settles_on = r.line_settles_on AND l.statement_id = r.line_statement_id AND l.line_no = r.line_no;
UPDATE match_results r SET expected_on = coalesce(o.expected_on, back.expected_on)
FROM match_results own
LEFT JOIN orders o ON own.item_kind = 'PAYMENT' AND o.channel_id = own.channel_id AND o.match_key = own.match_key
LEFT JOIN refunds back ON own.item_kind = 'REFUND' AND back.channel_id = own.channel_id AND back.match_key = own.match_key
WHERE own.id = r.id AND own.batch_on = r.batch_on AND r.ours_minor <> 0;

-- What our side has booked on a channel ------------------------------------------------------------------------------------
-- The captures and refunds that stand in the channel's receivable, by the day whose statement should have them: a day
-- that has more than its batch saw has had late news. Changes are only ever added, so that arrivals never wait for each
-- other; the run of a batch folds them.
CREATE TABLE channel_bookings (
  channel_id    bigint NOT NULL REFERENCES channels,
  expected_on   date NOT NULL,
  asset         text NOT NULL,
  count         bigint NOT NULL,
  signed_minor  bigint NOT NULL,
  PRIMARY KEY (channel_id, expected_on, asset)
);
CREATE TABLE channel_booking_changes (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel_id    bigint NOT NULL,
  expected_on   date NOT NULL,
  asset         text NOT NULL,
  count         bigint NOT NULL,
  signed_minor  bigint NOT NULL
);
CREATE VIEW channel_booked AS
SELECT channel_id, expected_on, asset, sum(count)::bigint AS count, sum(signed_minor)::bigint AS signed_minor
FROM (
  SELECT channel_id, expected_on, asset, count, signed_minor FROM channel_bookings
  UNION ALL SELECT channel_id, expected_on, asset, count, signed_minor FROM channel_booking_changes
) AS parts GROUP BY 1, 2, 3;

CREATE FUNCTION note_orders_booked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO channel_booking_changes (channel_id, expected_on, asset, count, signed_minor)
    SELECT channel_id, coalesce(expected_on, 'infinity'), asset, count(*), sum(channel_minor) FROM now_there
    WHERE booked_by = 'ARRIVAL' AND channel_minor > 0 GROUP BY 1, 2, 3;
  ELSE
    INSERT INTO channel_booking_changes (channel_id, expected_on, asset, count, signed_minor)
    SELECT channel_id, expected_on, asset, sum(count), sum(minor) FROM (
      SELECT channel_id, coalesce(expected_on, 'infinity') AS expected_on, asset, 1 AS count, channel_minor AS minor
      FROM now_there WHERE booked_by = 'ARRIVAL' AND channel_minor > 0
      UNION ALL
      SELECT channel_id, coalesce(expected_on, 'infinity'), asset, -1, -channel_minor
      FROM was_there WHERE booked_by = 'ARRIVAL' AND channel_minor > 0
    ) AS moves GROUP BY 1, 2, 3 HAVING sum(count) <> 0 OR sum(minor) <> 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER booked_new AFTER INSERT ON orders REFERENCING NEW TABLE AS now_there
  FOR EACH STATEMENT EXECUTE FUNCTION note_orders_booked();
CREATE TRIGGER booked_changed AFTER UPDATE ON orders REFERENCING OLD TABLE AS was_there NEW TABLE AS now_there
  FOR EACH STATEMENT EXECUTE FUNCTION note_orders_booked();

CREATE FUNCTION note_refunds_booked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO channel_booking_changes (channel_id, expected_on, asset, count, signed_minor)
    SELECT channel_id, coalesce(expected_on, 'infinity'), asset, count(*), -sum(channel_minor) FROM now_there
    WHERE status = 'SUCCEEDED' AND channel_minor > 0 GROUP BY 1, 2, 3;
  ELSE
    INSERT INTO channel_booking_changes (channel_id, expected_on, asset, count, signed_minor)
    SELECT channel_id, expected_on, asset, sum(count), sum(minor) FROM (
      SELECT channel_id, coalesce(expected_on, 'infinity') AS expected_on, asset, 1 AS count, -channel_minor AS minor
      FROM now_there WHERE status = 'SUCCEEDED' AND channel_minor > 0
      UNION ALL
      SELECT channel_id, coalesce(expected_on, 'infinity'), asset, -1, channel_minor
      FROM was_there WHERE status = 'SUCCEEDED' AND channel_minor > 0
    ) AS moves GROUP BY 1, 2, 3 HAVING sum(count) <> 0 OR sum(minor) <> 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER booked_new AFTER INSERT ON refunds REFERENCING NEW TABLE AS now_there
  FOR EACH STATEMENT EXECUTE FUNCTION note_refunds_booked();
CREATE TRIGGER booked_changed AFTER UPDATE ON refunds REFERENCING OLD TABLE AS was_there NEW TABLE AS now_there
  FOR EACH STATEMENT EXECUTE FUNCTION note_refunds_booked();

-- Called by the run that holds the channel's lock: nobody else folds it.
CREATE FUNCTION fold_channel_bookings(p_channel bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH gone AS (
    DELETE FROM channel_booking_changes WHERE channel_id = p_channel
    RETURNING channel_id, expected_on, asset, count, signed_minor
  )
  INSERT INTO channel_bookings AS held (channel_id, expected_on, asset, count, signed_minor)
  SELECT channel_id, expected_on, asset, sum(count), sum(signed_minor) FROM gone GROUP BY 1, 2, 3
  ON CONFLICT (channel_id, expected_on, asset)
    DO UPDATE SET count = held.count + excluded.count, signed_minor = held.signed_minor + excluded.signed_minor
$$;

-- Rules of matching, per channel -------------------------------------------------------------------------------------------
-- `keyed_by`: whose number the lines are matched by. `repeats`: whether further lines of one number are surplus, or parts of
-- one item whose sum is compared. `fee_tolerance_minor`: a fee this much off the contract is taken as it
-- was charged, and is the channel's cost; with `compares_fee` off, any fee is.
ALTER TABLE channels
  ADD COLUMN keyed_by text NOT NULL DEFAULT 'ORDER_NO' CHECK (keyed_by IN ('ORDER_NO', 'CHANNEL_NO')),
  ADD COLUMN repeats text NOT NULL DEFAULT 'SURPLUS' CHECK (repeats IN ('SURPLUS', 'SUM')),
  ADD COLUMN compares_fee boolean NOT NULL DEFAULT true,
  ADD COLUMN fee_tolerance_minor bigint NOT NULL DEFAULT 0 CHECK (fee_tolerance_minor >= 0);

-- What is there already ----------------------------------------------------------------------------------------------------
INSERT INTO statement_assets
SELECT statement_id, asset, count(*), sum(signed_minor), sum(fee_minor), sum(contract_fee_minor)
FROM statement_lines GROUP BY 1, 2;
INSERT INTO statement_repeats
SELECT statement_id, match_key FROM statement_lines GROUP BY 1, 2 HAVING count(*) > 1;
SELECT number_lines(id) FROM statements;
INSERT INTO channel_bookings
SELECT channel_id, coalesce(expected_on, 'infinity'), asset, count(*), sum(minor) FROM (
  SELECT channel_id, expected_on, asset, channel_minor AS minor FROM orders WHERE booked_by = 'ARRIVAL' AND channel_minor > 0
  UNION ALL
  SELECT channel_id, expected_on, asset, -channel_minor FROM refunds WHERE status = 'SUCCEEDED' AND channel_minor > 0
) AS ours GROUP BY 1, 2, 3;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON statement_assets FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON statement_repeats FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON batch_plain FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION grant_app_role_plain_matches(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON statement_assets, statement_repeats, batch_plain, line_numbers, numbered_statements,
    channel_bookings, channel_booking_changes, channel_booked TO %I', p_role);
  EXECUTE format('GRANT INSERT ON statement_assets, statement_repeats, batch_plain TO %I', p_role);
  EXECUTE format('GRANT EXECUTE ON FUNCTION number_lines, line_at, lines_named, fold_channel_bookings TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_plain_matches, number_lines, fold_channel_bookings FROM PUBLIC;
