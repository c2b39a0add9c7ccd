-- The cleared lines that are due in a settlement are found by the days since the one before, whatever was settled earlier.
-- Whom that one did not know is new since, and has no line of the days that it took.
CREATE OR REPLACE FUNCTION settlement_due_lines(p_batch bigint) RETURNS SETOF clearing_lines LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH past AS MATERIALIZED (
    SELECT merchant_id, coalesce(cleared_through, '-infinity') AS through FROM settlement_terms
    WHERE batch_id = (SELECT id FROM settlement_batches WHERE id < p_batch ORDER BY id DESC LIMIT 1)
  ), spans AS MATERIALIZED (
    SELECT t.merchant_id, t.cleared_through AS through, coalesce(p.through, (SELECT max(through) FROM past), '-infinity') AS since
    FROM settlement_terms t LEFT JOIN past p ON p.merchant_id = t.merchant_id WHERE t.batch_id = p_batch AND t.cleared_through IS NOT NULL
  ), days AS MATERIALIZED (
    SELECT id, accounting_on FROM clearing_batches
    WHERE accounting_on > (SELECT min(since) FROM spans) AND accounting_on <= (SELECT max(through) FROM spans)
  )
  SELECT l.* FROM clearing_lines l JOIN days d ON d.id = l.batch_id
  JOIN spans s ON s.merchant_id = l.merchant_id AND d.accounting_on > s.since AND d.accounting_on <= s.through
  WHERE l.batch_id = ANY (ARRAY(SELECT id FROM days))
$$;
