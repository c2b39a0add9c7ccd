-- What a reopening depends on besides its item: the refund that it takes back.
CREATE FUNCTION approval_version_of_refund(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT version FROM public.refunds WHERE refund_no = p_no
$$;

-- Approvals are watched: each alarm is a row with its limits, so that a desk sets them by what is usual there.
CREATE TABLE approval_watches (
  name            text PRIMARY KEY CHECK (name IN ('UNREVIEWED', 'HASTY', 'RUSHED', 'ONE_MAKER')),
  is_on           boolean NOT NULL DEFAULT true,
  -- UNREVIEWED: the time for a review. HASTY: less between a request and its signature. RUSHED: so many signatures within it.
  within_seconds  integer CHECK (within_seconds > 0),
  -- So often before anybody is told.
  least           integer NOT NULL CHECK (least > 0),
  -- ONE_MAKER: of a checker's signatures, so many in a hundred for one person's requests.
  share_percent   integer CHECK (share_percent BETWEEN 1 AND 100),
  -- What lies further back is told no more; a review that is missing always is.
  look_back_days  integer CHECK (look_back_days BETWEEN 1 AND 366),
  CONSTRAINT limits_of_its_kind CHECK (CASE name
    WHEN 'UNREVIEWED' THEN within_seconds IS NOT NULL
    WHEN 'ONE_MAKER' THEN share_percent IS NOT NULL AND look_back_days IS NOT NULL
    ELSE within_seconds IS NOT NULL AND look_back_days IS NOT NULL END)
);
INSERT INTO approval_watches (name, within_seconds, least, share_percent, look_back_days) VALUES
  ('UNREVIEWED', 86400, 1, NULL, NULL),
  ('HASTY', 5, 3, NULL, 7),
  ('RUSHED', 60, 10, NULL, 7),
  ('ONE_MAKER', NULL, 10, 90, 30);
CREATE INDEX approval_decisions_created ON approval_decisions (created_at) WHERE verdict = 'APPROVE';
CREATE INDEX approvals_broke_glass ON approvals (closed_at) WHERE broke_glass;
