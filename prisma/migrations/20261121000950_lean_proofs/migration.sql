-- Lean proofs: a minute of full load moves every account, and a row for each would cost more than the proof itself.

-- The seals of a thousand accounts in one row, each seal at its account's place in three lists of the same length.
-- Uncompressed: they are written anew far more often than a byte of disk is worth.
CREATE TABLE account_seal_blocks (
  block          bigint PRIMARY KEY CHECK (block >= 0),
  account_ids    bigint[] NOT NULL,
  entry_seqs     bigint[] NOT NULL,
  posted_minors  bigint[] NOT NULL,
  CHECK (cardinality(account_ids) = cardinality(entry_seqs) AND cardinality(account_ids) = cardinality(posted_minors))
);
ALTER TABLE account_seal_blocks ALTER COLUMN account_ids SET STORAGE EXTERNAL,
  ALTER COLUMN entry_seqs SET STORAGE EXTERNAL, ALTER COLUMN posted_minors SET STORAGE EXTERNAL;
INSERT INTO account_seal_blocks (block, account_ids, entry_seqs, posted_minors)
SELECT account_id / 1000, array_agg(account_id ORDER BY account_id), array_agg(entry_seq ORDER BY account_id),
       array_agg(posted_minor ORDER BY account_id)
FROM account_seals GROUP BY 1;
DROP TABLE account_seals;
CREATE VIEW account_seals AS
SELECT seal.account_id, seal.entry_seq, seal.posted_minor
FROM account_seal_blocks, unnest(account_ids, entry_seqs, posted_minors) AS seal (account_id, entry_seq, posted_minor);

-- Where the sequence stood when the seals' snapshot had been taken: vouchers with a greater id are in no seal, so that only
-- the few between the mark and this one have to be compared with their accounts' seals.
ALTER TABLE proof_marks ADD COLUMN seen_voucher_id bigint;
UPDATE proof_marks SET seen_voucher_id = 9223372036854775807;
ALTER TABLE proof_marks ALTER COLUMN seen_voucher_id SET NOT NULL,
  ADD CONSTRAINT seen_from_mark_on CHECK (seen_voucher_id >= voucher_id);

CREATE OR REPLACE FUNCTION grant_app_role_proofs(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON proof_marks, account_seals, account_seal_blocks, proof_alarms TO %I', p_role);
  EXECUTE format('GRANT INSERT, UPDATE ON proof_marks, account_seal_blocks TO %I', p_role);
  EXECUTE format('GRANT SELECT ON SEQUENCE vouchers_id_seq TO %I', p_role);
END $$;
