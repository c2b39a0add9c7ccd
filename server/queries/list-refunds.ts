import "server-only";
import type { RefundFilters, RefundRowDto } from "@/contracts/refund-views";
import type { PageDto, RowCountDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { countRows, readPage, Where } from "@/server/queries/keyset";
import { REFUND_FROM, REFUND_SELECT, type RefundRaw, toRefundRow } from "./refund-rows";

type Page = { readonly cursor: string | null; readonly limit: number };

/** The newest refunds first, whoever made them. They are counted apart. */
export function listRefunds(actor: Actor, filters: RefundFilters, page: Page): Promise<PageDto<RefundRowDto>> {
  return readPage<RefundRaw, RefundRowDto>({
    select: REFUND_SELECT,
    from: REFUND_FROM,
    where: refundWhere(actor, filters),
    keys: ["r.id"],
    casts: ["bigint"],
    direction: "DESC",
    page,
    countsApart: true,
    toRow: toRefundRow,
    toKey: (raw) => [`${raw.id}`],
  });
}

export function countRefunds(actor: Actor, filters: RefundFilters): Promise<RowCountDto> {
  return countRows("refunds r", refundWhere(actor, filters));
}

/** Speaks of `refunds r` alone, so that counting joins nothing. */
function refundWhere(actor: Actor, { q, status, route, channel, merchant, on, doubt }: RefundFilters): Where {
  const where = new Where();
  const merchantIds = "(SELECT id FROM merchants WHERE merchant_no = ANY (?))";
  if (actor.scope !== null) where.add(`r.merchant_id IN ${merchantIds}`, actor.scope);
  if (q) where.add("(r.refund_no = ? OR r.order_no = ? OR r.channel_refund_no = ?)", q, q, q);
  if (status) where.add("r.status = ?", status);
  if (route === "ORIGINAL") where.add("coalesce(r.route, 'ORIGINAL') = 'ORIGINAL'");
  else if (route) where.add("r.route = ?", route);
  if (channel) {
    where.add(
      `(r.channel_id = (SELECT id FROM channels WHERE code = ?) OR r.channel_id = 0 AND EXISTS (
         SELECT 1 FROM order_numbers n JOIN channels c ON c.id = n.channel_id WHERE n.order_no = r.order_no AND c.code = ?))`,
      channel,
      channel,
    );
  }
  if (merchant) where.add(`r.merchant_id IN ${merchantIds}`, [merchant]);
  if (on) {
    where.add("r.received_at >= (?::date)::timestamp AT TIME ZONE 'Asia/Shanghai'", on);
    where.add("r.received_at < (?::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'", on);
  }
  if (doubt) where.add("r.status = 'UNKNOWN'");
  return where;
}
