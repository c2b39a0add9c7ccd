import "server-only";
import type { Actor } from "@/core/permissions/actor";
import type { Where } from "@/server/queries/keyset";

/** Keeps rows whose order belongs to a merchant of the actor; `orderNo` is the column with the order's number. */
export function addOrderScope(where: Where, actor: Actor, orderNo: string): void {
  if (actor.scope === null) return;
  where.add(
    `EXISTS (SELECT 1 FROM orders scoped JOIN merchants ON merchants.id = scoped.merchant_id
             WHERE scoped.order_no = ${orderNo} AND merchants.merchant_no = ANY (?))`,
    actor.scope,
  );
}
