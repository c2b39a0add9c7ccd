import "server-only";
import type { DbReader } from "@/server/transact";
import type { CheckResult } from "./book-check";

export type Proof = { readonly ok: boolean; readonly checks: CheckResult[] };
export type KeptProof = Proof & {
  readonly kind: "FULL" | "INCREMENTAL";
  readonly ranAt: Date;
  readonly beganAt: Date;
  readonly tookMs: number;
};

/** Keeps what a proof found. The database raises the alarm when it failed, and clears it when a full one holds again. */
export async function keepProof(db: DbReader, proof: KeptProof): Promise<void> {
  await db.query("INSERT INTO proofs (ran_at, ok, checks, kind, began_at, took_ms) VALUES ($1, $2, $3, $4, $5, $6)", [
    proof.ranAt,
    proof.ok,
    JSON.stringify(proof.checks),
    proof.kind,
    proof.beganAt,
    Math.round(proof.tookMs),
  ]);
}

export type Mark = {
  readonly voucherId: bigint;
  readonly vouchers: bigint;
  readonly beganAt: Date;
  readonly tookMs: number;
};

/** The view `account_seals` in the form that streams; the view's has to store what it unfolds. */
export const SEALS = `SELECT unnest(account_ids) AS account_id, unnest(entry_seqs) AS entry_seq, unnest(posted_minors) AS posted_minor
  FROM account_seal_blocks`;

/**
 * Seals what this snapshot proved: every account's place and balance, and the mark up to which no posting was under way
 * when it was taken. `db` has to be the proving snapshot itself, so that nothing unproved is sealed. Of the blocks of
 * seals only those are written in which an account has moved. No voucher of which the id is taken from now on is in it.
 */
export async function sealProved(db: DbReader, mark: Mark): Promise<void> {
  await db.query(
    `INSERT INTO account_seal_blocks (block, account_ids, entry_seqs, posted_minors)
     SELECT held.* FROM (
       SELECT account_id / 1000 AS block, array_agg(account_id) AS account_ids, array_agg(entry_seq) AS entry_seqs,
              array_agg(posted_minor) AS posted_minors
       FROM account_balances WHERE entry_seq > 0 GROUP BY 1
     ) AS held LEFT JOIN account_seal_blocks sealed ON sealed.block = held.block
     WHERE (sealed.account_ids, sealed.entry_seqs, sealed.posted_minors)
       IS DISTINCT FROM (held.account_ids, held.entry_seqs, held.posted_minors)
     ON CONFLICT (block) DO UPDATE SET account_ids = excluded.account_ids, entry_seqs = excluded.entry_seqs,
       posted_minors = excluded.posted_minors`,
  );
  await db.query(
    `INSERT INTO proof_marks (voucher_id, seen_voucher_id, proved_at, vouchers, took_ms) 
     SELECT $1, greatest($1, CASE WHEN is_called THEN last_value ELSE 0 END), $2, $3, $4 FROM vouchers_id_seq
     ON CONFLICT (only_row) DO UPDATE SET voucher_id = excluded.voucher_id, seen_voucher_id = excluded.seen_voucher_id,
       proved_at = excluded.proved_at, vouchers = excluded.vouchers, took_ms = excluded.took_ms`,
    [mark.voucherId, mark.beganAt, mark.vouchers, Math.round(mark.tookMs)],
  );
}
