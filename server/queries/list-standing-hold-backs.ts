import "server-only";
import type { HoldBackListDto, StandingHoldBackDto, StandingHoldBacksDto } from "@/contracts/settlement-moves";
import type { PageDto } from "@/contracts/wire";
import { readPage, Where } from "@/server/queries/keyset";
import { reader } from "@/server/transact";

type Page = { readonly cursor: string | null; readonly limit: number };
/** `held`: what waits after the settlement, its own and of earlier ones; `letGo`: what it took in of earlier ones. */
type Which = keyof StandingHoldBacksDto;

/** So many stand on the page and on paper; the file has all of them. */
const SHOWN = 200;
const SELECT = `SELECT h.id::text AS key, h.kind, h.object_no AS "objectNo", h.order_no AS "orderNo", h.net_minor::text AS "netMinor", h.reason,
  h.reason_no AS "reasonNo", k.settlement_no AS "heldBy", b.settled_on AS "heldOn",
  CASE h.reason
    WHEN 'OPEN_BREAK' THEN EXISTS (SELECT 1 FROM suspense_items i WHERE i.item_no = h.reason_no AND i.status NOT IN ('RESOLVED', 'AUTO_RESOLVED'))
    ELSE EXISTS (SELECT 1 FROM payment_disputes d WHERE d.dispute_no = h.reason_no AND d.status = 'OPEN') END AS "isOpen"`;
const FROM = "settlements s JOIN settlement_hold_backs h ON h.merchant_id = s.merchant_id AND h.asset = s.asset";
const JOINS = "JOIN settlements k ON k.id = h.held_by JOIN settlement_batches b ON b.id = k.batch_id";
const RULES: Readonly<Record<Which, string>> = {
  held: "h.held_by <= s.id AND (h.released_by IS NULL OR h.released_by > s.id)",
  letGo: "h.released_by = s.id",
};

/** The rows behind a settlement's figure of what is held back, and those that it let go; the first of each, and what all come to. */
export async function listStandingHoldBacks(settlementNo: string): Promise<StandingHoldBacksDto> {
  const [held, letGo] = await Promise.all([listFirst(settlementNo, "held"), listFirst(settlementNo, "letGo")]);
  return { held, letGo };
}

/** One of the two lists, a page at a time. */
export function listHoldBacks(settlementNo: string, which: Which, page: Page): Promise<PageDto<StandingHoldBackDto>> {
  return readPage<StandingHoldBackDto, StandingHoldBackDto>({
    select: SELECT,
    from: FROM,
    joins: JOINS,
    where: whereOf(settlementNo, which),
    keys: ["h.id"],
    casts: ["bigint"],
    direction: "ASC",
    page,
    countsApart: true,
    toRow: (row) => row,
    toKey: ({ key }) => [key],
  });
}

async function listFirst(settlementNo: string, which: Which): Promise<HoldBackListDto> {
  const where = whereOf(settlementNo, which);
  const [{ rows }, [all]] = await Promise.all([
    listHoldBacks(settlementNo, which, { cursor: null, limit: SHOWN }),
    reader.query<{ count: number; sumMinor: string }>(
      `SELECT count(*)::int AS count, coalesce(sum(h.net_minor), 0)::text AS "sumMinor" FROM ${FROM} ${where.toSql()}`,
      where.params,
    ),
  ]);
  return { rows, count: all?.count ?? 0, sumMinor: all?.sumMinor ?? "0" };
}

function whereOf(settlementNo: string, which: Which): Where {
  return new Where().add("s.settlement_no = ?", settlementNo).add(RULES[which]);
}
