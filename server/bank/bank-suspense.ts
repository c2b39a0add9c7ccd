import "server-only";
import { accountingDayOf, earlierDay } from "@/core/calendar/settlement-day";
import { invariant } from "@/core/result";
import type { BankAccountRow } from "@/server/bank/bank-accounts";
import { OPEN_LINES } from "@/server/bank/load-facts";
import { postVouchers, reverseVouchers, type VoucherDraft } from "@/server/store/post-vouchers";
import type { DbTransaction } from "@/server/transact";

type OpenLine = { id: bigint; booked_on: string; signed_minor: bigint; asset: string };
type Explained = { id: bigint; voucher_id: bigint; accounting_on: string };

const UNEXPLAINED = `
  SELECT l.id, l.booked_on, l.signed_minor, l.asset ${OPEN_LINES} AND l.signed_minor <> 0
    AND NOT EXISTS (SELECT 1 FROM bank_suspense s WHERE s.line_id = l.id AND s.closed_voucher_id IS NULL)
  ORDER BY l.signed_minor < 0, l.booked_on, l.id`;
const EXPLAINED = `
  SELECT s.id, s.voucher_id, v.accounting_on FROM bank_suspense s JOIN vouchers v ON v.id = s.voucher_id
  JOIN bank_lines l ON l.id = s.line_id
  WHERE l.bank_account_id = $1 AND s.closed_voucher_id IS NULL
    AND (l.dropped_by IS NOT NULL OR EXISTS (SELECT 1 FROM bank_match_lines m WHERE m.line_id = l.id AND m.is_live))
  ORDER BY s.id`;

/** Books lines that nothing explains; answers how many. Money in goes first, since money out needs a balance to leave. */
export async function openUnexplained(tx: DbTransaction, account: BankAccountRow): Promise<number> {
  if (account.kind !== "RESERVE") return 0;
  const found = await tx.query<OpenLine>(UNEXPLAINED, [account.id]);
  const lines = await withinBalance(tx, account, found);
  const today = accountingDayOf(tx.context.now);
  const posted = await postVouchers(
    tx,
    lines.map((line): VoucherDraft => {
      const isIn = line.signed_minor > 0n;
      return {
        event: isIn ? "bank.unexplained_received" : "bank.unexplained_paid",
        key: `bank-suspense:${line.id}:${tx.context.commandId}`,
        amounts: { amount: isIn ? line.signed_minor : -line.signed_minor },
        asset: line.asset,
        owner: { bankAccount: account.code },
        on: earlierDay(line.booked_on, today),
        occurredAt: tx.context.now,
        objectType: "bank_line",
        objectNo: `${line.id}`,
      };
    }),
  );
  await tx.query(
    `INSERT INTO bank_suspense (line_id, direction, voucher_id, opened_on, command_id)
     SELECT line, direction, voucher, day, $1
     FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::date[]) AS s (line, direction, voucher, day)`,
    [
      tx.context.commandId,
      lines.map((line) => line.id),
      lines.map((line) => (line.signed_minor > 0n ? "LONG" : "SHORT")),
      posted.map((voucher) => voucher.voucherId),
      lines.map((line) => line.booked_on),
    ],
  );
  return lines.length;
}

/**
 * The books never let a reserve account go below zero. Where they know less than the bank does, because they begin later,
 * a payment that they cannot carry stays outside of them, and the difference page names it.
 */
async function withinBalance(
  tx: DbTransaction,
  { code, asset }: BankAccountRow,
  lines: readonly OpenLine[],
): Promise<OpenLine[]> {
  if (lines.every((line) => line.signed_minor > 0n)) return [...lines];
  const [account] = await tx.query<{ id: bigint }>(
    "SELECT id FROM accounts WHERE gl_code = '1002' AND bank_account = $1 AND asset = $2",
    [code, asset],
  );
  const [held] = account
    ? await tx.query<{ available_minor: bigint }>("SELECT available_minor FROM ledger_lock($1)", [[account.id]])
    : [];
  let available = held?.available_minor ?? 0n;
  return lines.filter((line) => {
    if (available + line.signed_minor < 0n) return false;
    available += line.signed_minor;
    return true;
  });
}

/** Reverses the suspense of lines that are matched now, or that a corrected file no longer has; answers how many. */
export async function closeExplained(tx: DbTransaction, account: BankAccountRow): Promise<number> {
  const found = await tx.query<Explained>(EXPLAINED, [account.id]);
  for (const on of new Set(found.map((one) => one.accounting_on))) {
    const ofDay = found.filter((one) => one.accounting_on === on);
    const reversed = await reverseVouchers(tx, {
      voucherIds: ofDay.map((one) => one.voucher_id),
      on,
      memo: "the bank line is explained",
    });
    invariant(reversed.length === ofDay.length, "each voucher is reversed");
    await tx.query(
      `UPDATE bank_suspense SET closed_voucher_id = c.voucher, closed_at = $1
       FROM unnest($2::bigint[], $3::bigint[]) AS c (id, voucher) WHERE bank_suspense.id = c.id`,
      [tx.context.now, ofDay.map((one) => one.id), reversed.map((one) => one.voucherId)],
    );
  }
  return found.length;
}
