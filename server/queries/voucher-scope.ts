import "server-only";
import type { Actor } from "@/core/permissions/actor";
import type { Where } from "@/server/queries/keyset";

const OBJECT_MERCHANT = `CASE v.object_type
  WHEN 'order' THEN (SELECT o.merchant_id FROM orders o WHERE o.order_no = v.object_no LIMIT 1)
  WHEN 'refund' THEN (SELECT r.merchant_id FROM refunds r WHERE r.refund_no = v.object_no)
  WHEN 'suspense' THEN (SELECT s.merchant_id FROM suspense_items s WHERE s.item_no = v.object_no) END`;

function touchesMerchant(condition: string): string {
  return `EXISTS (SELECT 1 FROM entries e JOIN accounts a ON a.id = e.account_id JOIN merchants m ON m.id = a.merchant_id
    WHERE e.voucher_id = v.id AND e.accounting_on = v.accounting_on AND ${condition})`;
}

/**
 * A condition on `vouchers v`: what someone with the merchants of `scope` (a parameter, text[]; null for everybody) may
 * see. A voucher is theirs when it moves an account of theirs or is about an order, refund or suspense item of theirs,
 * and never when it moves somebody else's account as well.
 */
export function voucherInScope(scope: string): string {
  const own = `m.merchant_no = ANY (${scope}::text[])`;
  return `(${scope}::text[] IS NULL OR (
    NOT ${touchesMerchant(`m.merchant_no <> ALL (${scope}::text[])`)}
    AND (${touchesMerchant(own)} OR EXISTS (SELECT 1 FROM merchants m WHERE ${own} AND m.id = ${OBJECT_MERCHANT}))))`;
}

/**
 * The same for a list, found from the merchants' own entries, refunds and suspense items: the rest of the book, however
 * long, is not read. Everybody sees everything, and is not asked.
 */
export function limitToScope(where: Where, scope: Actor["scope"]): void {
  if (scope === null) return;
  where.add(
    `v.id IN (
       SELECT e.voucher_id FROM merchants m JOIN accounts a ON a.merchant_id = m.id JOIN entries e ON e.account_id = a.id
       WHERE m.merchant_no = ANY (?)
       UNION ALL
       SELECT o.id FROM merchants m JOIN refunds r ON r.merchant_id = m.id
       CROSS JOIN LATERAL vouchers_about('refund', r.refund_no) AS o WHERE m.merchant_no = ANY (?)
       UNION ALL
       SELECT o.id FROM merchants m JOIN suspense_items s ON s.merchant_id = m.id
       JOIN vouchers o ON o.object_type = 'suspense' AND o.object_no = s.item_no WHERE m.merchant_no = ANY (?))
     AND NOT ${touchesMerchant("m.merchant_no <> ALL (?::text[])")}`,
    ...Array.from({ length: 4 }, () => scope),
  );
}
