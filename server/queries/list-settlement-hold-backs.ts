import "server-only";
import type { HoldBackFilters, SettlementHoldBackDto } from "@/contracts/settlement-views";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { readPage, Where } from "@/server/queries/keyset";

type Page = { readonly cursor: string | null; readonly limit: number };
type HoldBackRaw = Omit<SettlementHoldBackDto, "key" | "merchant" | "channel" | "netMinor"> & {
  id: bigint;
  net: bigint;
  merchantNo: string;
  merchantName: string;
  channelCode: string | null;
  channelName: string | null;
};

const SELECT = `
  SELECT x.id, x.kind, x.object_no AS "objectNo", x.order_no AS "orderNo", x.asset, x.net_minor AS net, x.reason, x.reason_no AS "reasonNo",
         m.merchant_no AS "merchantNo", m.name AS "merchantName", c.code AS "channelCode", c.name AS "channelName",
         h.settlement_no AS "heldBy", hb.settled_on AS "heldOn", r.settlement_no AS "releasedBy", rb.settled_on AS "releasedOn"`;
const JOINS = `
  JOIN merchants m ON m.id = x.merchant_id LEFT JOIN channels c ON c.id = x.channel_id
  JOIN settlements h ON h.id = x.held_by JOIN settlement_batches hb ON hb.id = h.batch_id
  LEFT JOIN settlements r ON r.id = x.released_by LEFT JOIN settlement_batches rb ON rb.id = r.batch_id`;

/** One page of what settlements hold back, or have held back, the newest first. Of a settlement: what it held and what it let go. */
export function listSettlementHoldBacks(
  actor: Actor,
  { settlement, merchant, order, show }: HoldBackFilters,
  page: Page,
): Promise<PageDto<SettlementHoldBackDto>> {
  const where = new Where();
  const merchantIds = "(SELECT id FROM merchants WHERE merchant_no = ANY (?))";
  const settlementId = "(SELECT id FROM settlements WHERE settlement_no = ?)";
  if (actor.scope !== null) where.add(`x.merchant_id IN ${merchantIds}`, actor.scope);
  if (settlement) where.add(`(x.held_by = ${settlementId} OR x.released_by = ${settlementId})`, settlement, settlement);
  if (merchant) where.add(`x.merchant_id IN ${merchantIds}`, [merchant]);
  if (order) where.add("x.order_no = ?", order);
  if (show) where.add(`x.released_by IS ${show === "held" ? "" : "NOT "}NULL`);
  return readPage<HoldBackRaw, SettlementHoldBackDto>({
    select: SELECT,
    from: "settlement_hold_backs x",
    joins: JOINS,
    where,
    keys: ["x.id"],
    casts: ["bigint"],
    direction: "DESC",
    page,
    toRow: toHoldBack,
    toKey: (raw) => [`${raw.id}`],
  });
}

function toHoldBack({
  id,
  net,
  merchantNo,
  merchantName,
  channelCode,
  channelName,
  ...raw
}: HoldBackRaw): SettlementHoldBackDto {
  return {
    ...raw,
    key: `${id}`,
    netMinor: `${net}`,
    merchant: { no: merchantNo, name: merchantName },
    channel: channelCode === null ? null : { no: channelCode, name: channelName ?? channelCode },
  };
}
