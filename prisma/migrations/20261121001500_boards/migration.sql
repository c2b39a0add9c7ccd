-- What a batch found, in sums: the day board, the batch's proof and the charts read these few rows a batch, however many
-- lines the statements have. Written with the batch and never after it; derived, so they can be counted again.

-- `from_file` for lines of the batch's own statement; the others were carried into it or are ours alone. Signed as results
-- are: refunds negative. `released` counts those which had waited and met.
CREATE TABLE batch_sums (
  batch_id            bigint NOT NULL REFERENCES batches,
  outcome             text NOT NULL CHECK (outcome IN ('MATCHED', 'BUFFERED_OURS', 'BUFFERED_CHANNEL', 'LONG', 'SHORT',
                        'AMOUNT_MISMATCH', 'STATUS_MISMATCH', 'FEE_MISMATCH', 'ASSET_MISMATCH', 'DUPLICATE')),
  from_file           boolean NOT NULL,
  asset               text NOT NULL,
  count               bigint NOT NULL CHECK (count > 0),
  released            bigint NOT NULL CHECK (released BETWEEN 0 AND count),
  ours_minor          bigint NOT NULL,
  channel_minor       bigint NOT NULL,
  fee_minor           bigint NOT NULL,
  contract_fee_minor  bigint NOT NULL,
  PRIMARY KEY (batch_id, outcome, from_file, asset)
);
-- Breaks as the run left them: one result may be two breaks, and a break that undoes a resolution has no result of its own.
CREATE TABLE batch_breaks (
  batch_id     bigint NOT NULL REFERENCES batches,
  kind         text NOT NULL CHECK (kind IN ('LONG', 'SHORT', 'AMOUNT_MISMATCH', 'STATUS_MISMATCH', 'FEE_MISMATCH',
                 'ASSET_MISMATCH', 'DUPLICATE')),
  asset        text NOT NULL,
  count        bigint NOT NULL CHECK (count > 0),
  long_minor   bigint NOT NULL CHECK (long_minor >= 0),
  short_minor  bigint NOT NULL CHECK (short_minor >= 0),
  PRIMARY KEY (batch_id, kind, asset)
);

-- Batches that are there already. Breaks of replaced runs are gone from the views, so theirs are taken from the results.
INSERT INTO batch_sums
SELECT r.batch_id, r.outcome, r.line_statement_id IS NOT DISTINCT FROM b.statement_id, coalesce(r.channel_asset, r.ours_asset, 'CNY'),
       count(*), count(*) FILTER (WHERE r.is_released), sum(r.ours_minor), sum(r.channel_minor), sum(r.fee_minor),
       sum(r.contract_fee_minor)
FROM match_results r JOIN batches b ON b.id = r.batch_id GROUP BY 1, 2, 3, 4;
INSERT INTO batch_breaks
SELECT batch_id, kind, asset, count(*), coalesce(sum(delta_minor) FILTER (WHERE delta_minor > 0), 0),
       -coalesce(sum(delta_minor) FILTER (WHERE delta_minor < 0), 0)
FROM (
  SELECT batch_id, kind, asset, delta_minor FROM live_breaks
  UNION ALL
  SELECT r.batch_id, CASE WHEN r.outcome = 'FEE_MISMATCH' OR r.delta_minor = 0 THEN 'FEE_MISMATCH' ELSE r.outcome END,
         coalesce(r.channel_asset, r.ours_asset, 'CNY'), CASE r.delta_minor WHEN 0 THEN r.fee_delta_minor ELSE r.delta_minor END
  FROM match_results r JOIN batches b ON b.id = r.batch_id AND NOT b.is_current
  WHERE r.outcome NOT IN ('MATCHED', 'BUFFERED_OURS', 'BUFFERED_CHANNEL') AND (r.delta_minor <> 0 OR r.fee_delta_minor <> 0)
) AS found GROUP BY 1, 2, 3;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON batch_sums FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON batch_sums FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON batch_breaks FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON batch_breaks FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The board asks for the newest statement of every channel's day, and for all days that have to be run.
CREATE INDEX batches_day ON batches (statement_on, channel_id) WHERE is_current;
CREATE INDEX statements_day ON statements (settles_on, channel_id) WHERE superseded_by IS NULL;

CREATE FUNCTION grant_app_role_boards(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT ON batch_sums, batch_breaks TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_boards FROM PUBLIC;
