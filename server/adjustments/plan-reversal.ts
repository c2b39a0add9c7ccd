import "server-only";
import type { WholeLine } from "@/core/adjustments/judge-voucher";
import type { Actor } from "@/core/permissions/actor";
import { accept, type Result, refuse } from "@/core/result";
import { voucherInScope } from "@/server/queries/voucher-scope";
import type { DbReader } from "@/server/transact";
import { type AdjustmentPlan, onlyOne, totalsOf } from "./adjustment-plan";
import { readAccounts } from "./read-accounts";

type VoucherRaw = { id: bigint; object_type: string; is_reversal: boolean; reversed_by: string | null };
type EntryRaw = { side: "DEBIT" | "CREDIT"; account_no: string; amount_minor: bigint; asset: string };

/**
 * Plans to take back what an adjustment posted. Only adjustments: every other voucher belongs to the work that posted it,
 * and is taken back there, with what else it changed.
 */
export async function planReversal(db: DbReader, actor: Actor, voucherNo: string): Promise<Result<AdjustmentPlan>> {
  const [voucher] = await db.query<VoucherRaw>(
    `SELECT v.id, v.object_type, v.reverses_voucher_id IS NOT NULL AS is_reversal,
            (SELECT r.voucher_no FROM vouchers r WHERE r.reverses_voucher_id = v.id) AS reversed_by
     FROM vouchers v WHERE v.id = voucher_id_of($1) AND v.voucher_no = $1 AND ${voucherInScope("$2")}`,
    [voucherNo, actor.scope],
  );
  if (!voucher)
    return refuse("voucher_unknown", `There is no voucher ${voucherNo} that you may see.`, { voucher: voucherNo });
  if (voucher.object_type !== "adjustment" || voucher.is_reversal)
    return refuse("reversal_not_adjustment", `${voucherNo} is no adjustment; it is taken back where it was made.`, {
      voucher: voucherNo,
    });
  if (voucher.reversed_by !== null)
    return refuse("voucher_reversed_already", `${voucherNo} was reversed already, by ${voucher.reversed_by}.`, {
      voucher: voucherNo,
      by: voucher.reversed_by,
    });
  const entries = await db.query<EntryRaw>(
    `SELECT e.side, a.account_no, e.amount_minor, e.asset FROM entries e JOIN accounts a ON a.id = e.account_id
     WHERE e.voucher_id = $1 ORDER BY e.line_no`,
    [voucher.id],
  );
  const lines = entries.map(
    ({ side, account_no, amount_minor }): WholeLine => ({
      side: side === "DEBIT" ? "CREDIT" : "DEBIT",
      accountNo: account_no,
      amountMinor: amount_minor,
    }),
  );
  const known = await readAccounts(
    db,
    null,
    lines.map(({ accountNo }) => accountNo),
  );
  const assetOf = new Map(entries.map(({ account_no, asset }) => [account_no, asset]));
  return accept({
    event: "voucher.reversed",
    lines,
    totals: totalsOf(lines, (accountNo) => assetOf.get(accountNo) ?? ""),
    merchantNo: onlyOne([...known.values()].map(({ merchantNo }) => merchantNo)),
    template: null,
    reverses: { id: voucher.id, voucherNo },
  });
}
