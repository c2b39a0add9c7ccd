import { reader } from "@/server/transact";
import type { TestSandbox } from "../sandbox-fixture";

type JudgedRefund = {
  refundNo: string;
  orderNo: string;
  status: string;
  amountMinor: bigint;
  outNos: string[];
  open: number;
  cases: number;
  transitMinor: bigint;
};

const REFUNDS = `
  SELECT r.refund_no AS "refundNo", r.order_no AS "orderNo", r.status, r.channel_minor AS "amountMinor",
    array(SELECT a.out_no FROM money_attempts a WHERE a.kind = 'REFUND' AND a.object_no = r.refund_no) AS "outNos",
    (SELECT count(*)::int FROM money_attempts a WHERE a.kind = 'REFUND' AND a.object_no = r.refund_no AND a.status NOT IN ('SUCCEEDED', 'FAILED')) AS open,
    (SELECT count(*)::int FROM money_cases k WHERE k.object_kind = 'REFUND' AND k.object_no = r.refund_no) AS cases,
    (SELECT coalesce(sum(CASE e.side WHEN 'CREDIT' THEN e.amount_minor ELSE -e.amount_minor END), 0)::bigint
     FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on JOIN accounts a ON a.id = e.account_id
     WHERE v.object_type = 'refund' AND v.object_no = r.refund_no AND a.gl_code = '2243') AS "transitMinor"
  FROM refunds r WHERE r.order_no = ANY ($1) ORDER BY r.id`;
type JudgedOrder = { orderNo: string; paidMinor: bigint; heldMinor: bigint };
const ORDERS = `SELECT order_no AS "orderNo", sum(paid_minor)::bigint AS "paidMinor", sum(refunded_minor)::bigint AS "heldMinor"
  FROM order_legs WHERE order_no = ANY ($1) GROUP BY 1`;
const ENDED = ["SUCCEEDED", "FAILED", "REFUSED"];

/**
 * What is wrong with the refunds of these orders, from the same three sides as payouts: never more than was paid, never
 * twice, nothing lost. Where a channel has lied only what we believe is judged.
 */
export async function judgeRefunds(
  sandbox: TestSandbox,
  orderNos: readonly string[],
  lied: boolean,
): Promise<string[]> {
  const refunds = await reader.query<JudgedRefund>(REFUNDS, [orderNos]);
  const judged = await Promise.all(
    refunds.map(async (refund) => {
      const entries = await Promise.all(refund.outNos.map((outNo) => sandbox.findInBooks(outNo)));
      return {
        refund,
        // A transfer that the payee's bank has sent back is money that we have: it was paid only to whoever heard of that first.
        paid: entries.filter(
          (entry) => entry?.state === "SUCCEEDED" || (entry?.state === "BOUNCED" && refund.status === "SUCCEEDED"),
        ).length,
      };
    }),
  );
  const wrong = judged.flatMap(({ refund, paid }) => judgeRefund(refund, lied ? null : paid));
  for (const { orderNo, paidMinor, heldMinor } of await reader.query<JudgedOrder>(ORDERS, [orderNos])) {
    const own = judged.filter(({ refund }) => refund.orderNo === orderNo);
    const backMinor = own.reduce((sum, { refund, paid }) => sum + refund.amountMinor * BigInt(paid), 0n);
    if (!lied && backMinor > paidMinor) wrong.push(`${orderNo}: ${backMinor} of ${paidMinor} has been paid back`);
    const standing = own.filter(({ refund }) => refund.status !== "FAILED" && refund.status !== "REFUSED");
    const standingMinor = standing.reduce((sum, { refund }) => sum + refund.amountMinor, 0n);
    if (standingMinor !== heldMinor || heldMinor > paidMinor)
      wrong.push(`${orderNo}: refunds of ${standingMinor}, its legs hold ${heldMinor}, ${paidMinor} was paid`);
  }
  return wrong;
}

/** `paid`: how often the channel has paid it; null where it may have lied. */
function judgeRefund(refund: JudgedRefund, paid: number | null): string[] {
  const { refundNo, status, open, cases, amountMinor, transitMinor } = refund;
  const wrong: string[] = [];
  const say = (what: string) => wrong.push(`${refundNo} is ${status}, the channel has paid it ${paid} times: ${what}`);
  if (paid !== null && paid > 1) say("paid twice");
  if (paid !== null && (status === "SUCCEEDED") !== (paid === 1)) say("the books and the channel differ");
  if (transitMinor !== (ENDED.includes(status) ? 0n : amountMinor)) say(`${transitMinor} is in transit`);
  if (open !== (ENDED.includes(status) ? 0 : 1)) say(`${open} attempts are open`);
  if (!ENDED.includes(status) && cases === 0) say("nobody knows, and nobody was told");
  return wrong;
}
