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
  for (const match of matches) await undoMatch(tx, match, "a corrected bank statement no longer has the line");
  return matches.length;
}

/**
 * Undoes one match: its lines and days are open again, and the vouchers that it posted itself are reversed. What people
 * had booked before stays theirs.
 */
export async function undoMatch(tx: DbTransaction, match: MatchRow, note: string): Promise<void> {
  const { now, actor, commandId } = tx.context;
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
    [match.id, now, actor.userId, note, commandId],
  );
  await appendAudit(tx, {
    action: "bank.unmatched",
    objectType: "bank_match",
    objectNo: match.match_no,
    detail: { note },
  });
}
