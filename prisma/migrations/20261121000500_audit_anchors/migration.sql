-- The trail's rows, hashed so that a hash can be made again for any place in the chain: what a row says stands apart from
-- where it stands. As a JSON array, since a mere list joined by bars lets a text move from one column into the next.
-- STABLE and not IMMUTABLE, as what they call: only then are they put into the query that calls them, three times as fast.
CREATE FUNCTION audit_row_text(r audit_events) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT json_build_array(r.stream, r.id, extract(epoch FROM r.at)::numeric(20, 6)::text, r.actor_id, r.actor_login, r.action,
    r.outcome, r.object_type, r.object_no, r.detail, r.command_id)::text
$$;
CREATE OR REPLACE FUNCTION audit_row_hash(r audit_events) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(r.prev_hash || '|' || r.seq || '|' || audit_row_text(r), 'UTF8')), 'hex')
$$;

-- Which trail this database holds: its anchors are kept under this name, so that two databases may share a data folder.
CREATE TABLE audit_trail (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  id       uuid NOT NULL DEFAULT gen_random_uuid(),
  begun_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO audit_trail DEFAULT VALUES;

-- What was written outside, so that a file that is lost or cut is missed: `end_byte` is the file's length with this line.
CREATE TABLE audit_anchors (
  no        bigint PRIMARY KEY CHECK (no > 0),
  at        timestamptz NOT NULL,
  row_count bigint NOT NULL CHECK (row_count >= 0),
  line_hash text NOT NULL,
  end_byte  bigint NOT NULL CHECK (end_byte > 0)
);
-- How far each stream is anchored.
CREATE TABLE audit_anchor_heads (
  stream    text NOT NULL,
  seq       bigint NOT NULL,
  hash      text NOT NULL,
  anchor_no bigint NOT NULL REFERENCES audit_anchors,
  PRIMARY KEY (stream, seq)
);
-- Which lines the address outside has confirmed.
CREATE TABLE audit_anchor_deliveries (
  anchor_no    bigint PRIMARY KEY REFERENCES audit_anchors,
  delivered_at timestamptz NOT NULL DEFAULT now()
);

CREATE TRIGGER append_only BEFORE INSERT OR UPDATE OR DELETE ON audit_trail FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_anchors FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_anchor_heads FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_anchor_deliveries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_trail FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_anchors FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_anchor_heads FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_anchor_deliveries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION grant_app_role_audit_anchors(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON audit_trail, audit_anchors, audit_anchor_heads, audit_anchor_deliveries TO %I', p_role);
  EXECUTE format('GRANT INSERT ON audit_anchors, audit_anchor_heads, audit_anchor_deliveries TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_audit_anchors FROM PUBLIC;
