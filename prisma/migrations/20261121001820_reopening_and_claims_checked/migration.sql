-- Who checks that a resolution is taken back, that a claim has been paid, and that one is given up.

-- The first list of rules is given with the desk, and nobody has changed it where these acts are new: they get the bands of
-- resolutions, and what becomes a loss is checked as one.
ALTER TABLE approval_policies DISABLE TRIGGER append_only;
UPDATE approval_policies SET rules = rules || (
  SELECT jsonb_agg(jsonb_build_object('act', act, 'asset', asset, 'upToMinor', up_to, 'seats', to_jsonb(seats),
                                      'excludes', to_jsonb(excludes), 'stepUp', false) ORDER BY act, up_to NULLS LAST, asset)
  FROM (
    SELECT act, asset, up_to, seats, excludes
    FROM unnest(ARRAY['SUSPENSE_REOPENING', 'CLAIM_RECOVERY']) AS act
    CROSS JOIN (VALUES
      ('CNY', '100000', ARRAY['FINANCE'], ARRAY['EDITOR', 'DELEGATE']),
      ('CNY', '5000000', ARRAY['FINANCE'], ARRAY['EDITOR', 'DELEGATE', 'PORTFOLIO']),
      ('CNY', NULL, ARRAY['FINANCE', 'FINANCE_LEAD'], ARRAY['EDITOR', 'DELEGATE', 'PORTFOLIO']),
      (NULL, NULL, ARRAY['FINANCE', 'FINANCE_LEAD'], ARRAY['EDITOR', 'DELEGATE', 'PORTFOLIO'])
    ) AS band (asset, up_to, seats, excludes)
    UNION ALL
    SELECT 'CLAIM_WRITE_OFF', NULL, NULL, ARRAY['FINANCE', 'FINANCE_LEAD'], ARRAY['EDITOR', 'DELEGATE', 'PORTFOLIO']
  ) AS given
) WHERE version = 1;
ALTER TABLE approval_policies ENABLE TRIGGER append_only;

CREATE FUNCTION approval_version_of_claim(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT version FROM public.claims WHERE claim_no = p_no
$$;
