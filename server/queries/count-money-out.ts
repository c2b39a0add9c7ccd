import "server-only";
import type { MoneyOutCountsDto } from "@/contracts/home-views";
import { STATUSES_OF } from "@/contracts/payout-views";
import type { Actor } from "@/core/permissions/actor";
import { reader } from "@/server/transact";

const COUNTS = `
  SELECT (SELECT count(*)::int FROM payouts o WHERE o.status = ANY ($2) AND ${inScope("o")}) AS "payoutsInDoubt",
         (SELECT count(*)::int FROM payouts o WHERE o.status = ANY ($3) AND ${inScope("o")}) AS "payoutsAgain",
         (SELECT count(*)::int FROM refunds r WHERE r.status = 'UNKNOWN' AND ${inScope("r")}) AS "refundsInDoubt",
         (SELECT count(*)::int FROM money_cases WHERE status = 'OPEN') AS "openCases"`;

/** The same rows that the lists of payouts, of refunds and of cases show by these filters. */
export async function countMoneyOut(actor: Actor): Promise<MoneyOutCountsDto> {
  const [counts] = await reader.query<MoneyOutCountsDto>(COUNTS, [actor.scope, STATUSES_OF.doubt, STATUSES_OF.again]);
  return counts ?? { payoutsInDoubt: 0, payoutsAgain: 0, refundsInDoubt: 0, openCases: 0 };
}

function inScope(table: string): string {
  return `($1::text[] IS NULL OR ${table}.merchant_id IN (SELECT id FROM merchants WHERE merchant_no = ANY ($1)))`;
}
