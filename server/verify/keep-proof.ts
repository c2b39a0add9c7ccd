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

/**
 * Seals what this snapshot proved: every account's place and balance, and the mark up to which no posting was under way
 * when it was taken. `db` has to be the proving snapshot itself, so that nothing unproved is sealed.
 */
export async function sealProved(
  db: DbReader,
  mark: { readonly voucherId: bigint; readonly vouchers: bigint; readonly beganAt: Date; readonly tookMs: number },
): Promise<void> {
  await db.query(
    `UPDATE account_seals s SET entry_seq = held.entry_seq, posted_minor = held.posted_minor FROM account_balances held
     WHERE held.account_id = s.account_id AND (s.entry_seq, s.posted_minor) <> (held.entry_seq, held.posted_minor)`,
  );
  await db.query(
    `INSERT INTO account_seals (account_id, entry_seq, posted_minor)
     SELECT account_id, entry_seq, posted_minor FROM account_balances held
     WHERE entry_seq > 0 AND NOT EXISTS (SELECT 1 FROM account_seals s WHERE s.account_id = held.account_id)`,
  );
  await db.query(
    `INSERT INTO proof_marks (voucher_id, proved_at, vouchers, took_ms) VALUES ($1, $2, $3, $4)
     ON CONFLICT (only_row) DO UPDATE SET voucher_id = excluded.voucher_id, proved_at = excluded.proved_at,
       vouchers = excluded.vouchers, took_ms = excluded.took_ms`,
    [mark.voucherId, mark.beganAt, mark.vouchers, Math.round(mark.tookMs)],
  );
}
