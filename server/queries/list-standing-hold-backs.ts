import "server-only";
import type { StandingHoldBackDto, StandingHoldBacksDto } from "@/contracts/settlement-moves";
import { reader } from "@/server/transact";

/** What a merchant has in question at once is few; the figure above the list counts all of it. */
const MOST = 500;

const SELECT = `SELECT h.id::text AS key, h.kind, h.object_no AS "objectNo", h.order_no AS "orderNo", h.net_minor::text AS "netMinor", h.reason,
  h.reason_no AS "reasonNo", k.settlement_no AS "heldBy", b.settled_on AS "heldOn",
  CASE h.reason
    WHEN 'OPEN_BREAK' THEN EXISTS (SELECT 1 FROM suspense_items i WHERE i.item_no = h.reason_no AND i.status NOT IN ('RESOLVED', 'AUTO_RESOLVED'))
    ELSE EXISTS (SELECT 1 FROM payment_disputes d WHERE d.dispute_no = h.reason_no AND d.status = 'OPEN') END AS "isOpen"
  FROM settlements s JOIN settlement_hold_backs h ON h.merchant_id = s.merchant_id AND h.asset = s.asset
  JOIN settlements k ON k.id = h.held_by JOIN settlement_batches b ON b.id = k.batch_id`;

/** The rows behind a settlement's figure of what is held back, its own and those of earlier ones, and those that it let go. */
export async function listStandingHoldBacks(settlementNo: string): Promise<StandingHoldBacksDto> {
  const [held, letGo] = await Promise.all([
    reader.query<StandingHoldBackDto>(
      `${SELECT} WHERE s.settlement_no = $1 AND h.held_by <= s.id AND (h.released_by IS NULL OR h.released_by > s.id)
       ORDER BY h.id LIMIT ${MOST}`,
      [settlementNo],
    ),
    reader.query<StandingHoldBackDto>(
      `${SELECT} WHERE s.settlement_no = $1 AND h.released_by = s.id ORDER BY h.id LIMIT ${MOST}`,
      [settlementNo],
    ),
  ]);
  return { held, letGo };
}
