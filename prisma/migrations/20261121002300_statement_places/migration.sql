-- A large statement's lines are told apart from those of other statements as soon as it is in.

-- Lines are found by block ranges, and a range that is not summed up yet is read whole by whoever seeks lines of any other
-- statement. The server's own way of summing up forgets what comes faster than 256 ranges at once, which a large statement
-- does: until the next vacuum every batch of the month read all of it. For the worker, which may wait for a vacuum.
CREATE FUNCTION summarise_places(p_statement bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE place regclass;
BEGIN
  SELECT x.indexrelid INTO place
  FROM statements s
  JOIN pg_index x ON x.indrelid = to_regclass('statement_lines_' || to_char(s.settles_on, 'YYYYMM'))
  JOIN pg_inherits i ON i.inhrelid = x.indexrelid AND i.inhparent = 'statement_lines_place'::regclass
  WHERE s.id = p_statement;
  IF place IS NOT NULL THEN PERFORM brin_summarize_new_values(place); END IF;
END $$;

-- What is there already.
SELECT brin_summarize_new_values(inhrelid) FROM pg_inherits WHERE inhparent = 'statement_lines_place'::regclass;

CREATE FUNCTION grant_app_role_statement_places(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT EXECUTE ON FUNCTION summarise_places TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_statement_places, summarise_places FROM PUBLIC;
