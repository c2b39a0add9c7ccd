import "server-only";
import type { ChangeDto } from "@/contracts/approval-views";
import { planRequest, type SuspensePayload } from "@/server/approvals/acts/suspense-request";
import type { AccountOwner } from "@/server/store/accounts";
import type { PlannedLine } from "@/server/suspense/load-resolution";
import { reader } from "@/server/transact";
import type { Balances } from "./t-accounts";

/** What a request froze: the choice and the lines. */
export type RequestedPlan = {
  readonly objectNo: string;
  readonly resolution: string;
  readonly payload: SuspensePayload & { readonly lines: readonly PlannedLine[] };
};

/**
 * Plans a waiting request once more from the facts of now, as its execution will. The reader may see the request, so
 * the plan looks beyond their scope, as the execution does; balances are held back where they are shown.
 */
export async function planAgain(request: RequestedPlan): Promise<{ owner: AccountOwner; changes: ChangeDto[] }> {
  const loaded = await planRequest(reader, request.payload);
  if (!loaded.ok) return { owner: {}, changes: [] };
  const { owner, plan, orderNo, counterpart } = loaded.value;
  const changes: ChangeDto[] = [];
  if (orderNo !== null && plan.orderBecomes) {
    changes.push({ what: "order", no: orderNo, before: await statusOfOrder(orderNo), after: plan.orderBecomes });
  }
  if (plan.makesRefund) changes.push({ what: "refund", no: null, before: null, after: "ACCEPTED" });
  if (counterpart) {
    const { itemNo: no, status: before } = counterpart;
    changes.push({ what: "counterpart", no, before, after: closedBy(request.resolution) });
  }
  return { owner, changes };
}

/** A match by hand closes nothing itself: the batch that finds the pair does. */
export function closedBy(resolution: string): "RESOLVED" | "AUTO_RESOLVED" {
  return resolution === "MATCH_BY_HAND" ? "AUTO_RESOLVED" : "RESOLVED";
}

async function statusOfOrder(orderNo: string): Promise<string | null> {
  const [row] = await reader.query<{ status: string }>("SELECT status FROM orders WHERE order_no = $1", [orderNo]);
  return row?.status ?? null;
}

/** The vouchers that a request posted, and what they did to each account; none while it waits or when it was refused. */
export async function readBooked(approvalId: bigint): Promise<{ voucherNos: string[]; balances: Balances }> {
  const rows = await reader.query<{ voucherNo: string; accountNo: string; beforeMinor: bigint; afterMinor: bigint }>(
    `SELECT v.voucher_no AS "voucherNo", a.account_no AS "accountNo", e.balance_before_minor AS "beforeMinor",
            e.balance_after_minor AS "afterMinor"
     FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
     JOIN accounts a ON a.id = e.account_id WHERE v.approval_id = $1 ORDER BY v.id, e.line_no`,
    [approvalId],
  );
  if (rows.length === 0) return { voucherNos: [], balances: "none" };
  const balances = new Map<string, { beforeMinor: bigint; afterMinor: bigint }>();
  for (const { accountNo, beforeMinor, afterMinor } of rows) {
    balances.set(accountNo, { beforeMinor: balances.get(accountNo)?.beforeMinor ?? beforeMinor, afterMinor });
  }
  return { voucherNos: [...new Set(rows.map((row) => row.voucherNo))], balances };
}
