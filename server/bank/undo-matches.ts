import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { appendAudit } from "@/server/audit/append-audit";
import type { BankAccountRow } from "@/server/bank/bank-accounts";
import { reverseVouchers } from "@/server/store/post-vouchers";
import type { DbTransaction } from "@/server/transact";

type MatchRow = { id: bigint; match_no: string };

/** Undoes the matches of lines that a corrected file no longer has; answers how many. */
export async function undoMatchesOfDropped(tx: DbTransaction, account: BankAccountRow): Promise<number> {
  const matches = await tx.query<MatchRow>(
    `SELECT DISTINCT m.id, m.match_no FROM bank_matches m JOIN bank_match_lines ml ON ml.match_id = m.id AND ml.is_live
     JOIN bank_lines l ON l.id = ml.line_id WHERE m.bank_account_id = $1 AND l.dropped_by IS NOT NULL ORDER BY m.id`,
    [account.id],
  );
  for (const match of matches) await undoMatch(tx, match, "a corrected bank statement no longer has the line", null);
  return matches.length;
}

const TAKEN_BACK = `
  SELECT DISTINCT m.id, m.match_no FROM bank_lines r
  JOIN bank_lines l ON l.bank_account_id = r.bank_account_id AND l.signed_minor = -r.signed_minor AND l.booked_on <= r.booked_on
    AND l.dropped_by IS NULL AND NOT l.is_reversal
    AND ARRAY[l.entry_no, l.our_reference, l.channel_reference] && array_remove(ARRAY[r.entry_no, r.our_reference, r.channel_reference], NULL)
  JOIN bank_match_lines ml ON ml.line_id = l.id AND ml.is_live JOIN bank_matches m ON m.id = ml.match_id
  WHERE r.bank_account_id = $1 AND r.is_reversal AND r.dropped_by IS NULL
    AND NOT EXISTS (SELECT 1 FROM bank_match_lines x WHERE x.line_id = r.id AND x.is_live)
    -- A payout that comes back was paid all the same: it bounces, by a voucher of its own.
    AND NOT EXISTS (SELECT 1 FROM bank_match_vouchers x JOIN vouchers v ON v.id = x.voucher_id
                    WHERE x.match_id = m.id AND x.is_live AND v.event = 'payout.succeeded')
  ORDER BY m.id`;

/** Undoes the matches of lines that the bank has taken back since, by naming them; answers how many. */
export async function undoMatchesOfTakenBack(tx: DbTransaction, account: BankAccountRow): Promise<number> {
  const matches = await tx.query<MatchRow>(TAKEN_BACK, [account.id]);
  for (const match of matches) await undoMatch(tx, match, "the bank has taken the line back", null);
  return matches.length;
}

/**
 * Undoes one match: its lines and days are open again, and the vouchers that it posted itself are reversed. What people
 * had booked before stays theirs. `undoneBy` is the person whose decision it is; null where the bank itself took it away,
 * and the rules may match again.
 */
export async function undoMatch(
  tx: DbTransaction,
  match: MatchRow,
  note: string,
  undoneBy: string | null,
): Promise<void> {
  const { now, commandId } = tx.context;
  const vouchers = await tx.query<{ id: bigint }>(
    "SELECT voucher_id AS id FROM bank_match_vouchers WHERE match_id = $1 AND is_live AND is_posted ORDER BY 1",
    [match.id],
  );
  await reverseVouchers(tx, {
    voucherIds: vouchers.map((voucher) => voucher.id),
    on: accountingDayOf(now),
    memo: `${match.match_no} undone`,
  });
  for (const part of ["lines", "days", "vouchers"]) {
    await tx.query(`UPDATE bank_match_${part} SET is_live = false WHERE match_id = $1 AND is_live`, [match.id]);
  }
  await tx.query(
    `UPDATE bank_matches SET undone_at = $2, undone_by = $3, undone_note = $4, undone_command = $5 WHERE id = $1`,
    [match.id, now, undoneBy, note, commandId],
  );
  await appendAudit(tx, {
    action: "bank.unmatched",
    objectType: "bank_match",
    objectNo: match.match_no,
    detail: { note },
  });
}
