import "server-only";
import { type Attempt, listAttempts } from "@/server/money-out/attempts";
import type { DbTransaction } from "@/server/transact";

/** Paid and not come back since, or called failed and paid afterwards. */
const PAID = `
  SELECT a.id FROM money_attempts a
  WHERE a.kind = $1 AND a.object_no = $2 AND a.id <> $3
    AND CASE a.status
          WHEN 'SUCCEEDED' THEN NOT EXISTS (SELECT 1 FROM vouchers v WHERE is_key(v.idempotency_key, 'payout.bounced:' || a.out_no))
          WHEN 'FAILED' THEN EXISTS (
            SELECT 1 FROM money_answers f JOIN money_answers s ON s.attempt_id = f.attempt_id AND s.id > f.id
            WHERE f.attempt_id = a.id AND f.moved_to = 'FAILED' AND s.kind = 'SUCCEEDED')
          ELSE false END`;

/**
 * The other attempts of the same object by which its money has left, too, the first one first. Until the transaction ends,
 * whoever else asks this of the object waits: of two words that make it twice, the later one finds the earlier.
 */
export async function listPaidBeside(tx: DbTransaction, { id, kind, objectNo }: Attempt): Promise<Attempt[]> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`paid:${kind}:${objectNo}`]);
  const paid = new Set((await tx.query<{ id: bigint }>(PAID, [kind, objectNo, id])).map((row) => row.id));
  return paid.size === 0 ? [] : (await listAttempts(tx, kind, objectNo)).filter((attempt) => paid.has(attempt.id));
}

/** Whether this payment, which came after its failure, was found out before and put right: booked, or charged. */
export async function isSettledLate(tx: DbTransaction, { outNo }: Attempt): Promise<boolean> {
  const settled = await tx.query(
    "SELECT 1 FROM vouchers WHERE is_key(idempotency_key, $1) OR is_key(idempotency_key, $2)",
    [`payout.succeeded:${outNo}`, `payout.late_charged:${outNo}`],
  );
  return settled.length > 0;
}
