-- What people add to matching: runs that share a batch, pairs made by hand, statuses taken over, questions to channels.

-- What a batch could see when it began. A run that waited for it takes its result where nothing has been told since.
ALTER TABLE batches ADD COLUMN read_snapshot text NOT NULL DEFAULT pg_current_snapshot()::text;

-- Whether the transaction that wrote a row has ended by the time of a snapshot. `p_xmin` is the row's, which lacks the
-- epoch; it is taken as the last one before now that ends in those 32 bits.
CREATE FUNCTION was_visible(p_xmin xid, p_snapshot text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT pg_visible_in_snapshot((now_at - ((now_at - p_xmin::text::bigint) & 4294967295))::text::xid8, p_snapshot::pg_snapshot)
  FROM (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS now_at) AS clock
$$;
