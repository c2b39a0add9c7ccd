import "server-only";
import type { SettlementWaitingDto } from "@/contracts/settlement-moves";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";
import { Where } from "@/server/queries/keyset";
import { reader } from "@/server/transact";

/** Settlements that wait for people of the reader's roles: an index holds only those, however many there have ever been. */
export async function countWaitingSettlements(actor: Actor): Promise<SettlementWaitingDto> {
  const where = new Where().add("s.status IN ('COMPUTED', 'REVIEWED')");
  if (actor.scope !== null) {
    where.add("s.merchant_id IN (SELECT id FROM merchants WHERE merchant_no = ANY (?))", actor.scope);
  }
  const [counted] = await reader.query<{ computed: number; reviewed: number }>(
    `SELECT count(*) FILTER (WHERE s.status = 'COMPUTED')::int AS computed,
            count(*) FILTER (WHERE s.status = 'REVIEWED')::int AS reviewed FROM settlements s ${where.toSql()}`,
    where.params,
  );
  return {
    toReview: isPermitted(actor.roles, "settlement.review") ? (counted?.computed ?? 0) : null,
    toRelease: isPermitted(actor.roles, "settlement.release") ? (counted?.reviewed ?? 0) : null,
  };
}
