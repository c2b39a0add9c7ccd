import "server-only";
import type { EvidenceDto, OffsetCandidateDto, OrderCandidateDto, PairCandidateDto } from "@/contracts/suspense-views";
import { addDays, localTimeOf } from "@/core/calendar/settlement-day";
import type { Actor } from "@/core/permissions/actor";
import { offsetSigns, orderSigns, pairSigns } from "@/core/suspense/candidate-signs";
import type { BreakKind } from "@/core/suspense/item";
import { findChannel } from "@/server/store/channels";
import type { SuspenseItemRow } from "@/server/store/suspense-items";
import { reader } from "@/server/transact";

/** As many as a person can compare. */
const MAX_CANDIDATES = 12;
/** A payment may be made some days after its order, and its order be dated a day later by the cut-off. */
const ORDERED_BEFORE_DAYS = 3;
const ORDERED_AFTER_DAYS = 1;

type OffsetRaw = {
  itemNo: string;
  kind: BreakKind;
  matchKey: string;
  orderNo: string | null;
  channelTradeNo: string | null;
  openedOn: string;
  merchantNo: string | null;
  merchantName: string | null;
};
type OrderRaw = {
  orderNo: string;
  status: string;
  orderedOn: string;
  channelTradeNo: string | null;
  dueMinor: bigint;
  merchantNo: string;
  merchantName: string;
};

/** Open items of the other direction over the same channel, asset and amount, those with the most signs first. */
export async function listOffsetCandidates(
  actor: Actor,
  item: SuspenseItemRow,
  openedOn: string,
): Promise<OffsetCandidateDto[]> {
  const raws = await reader.query<OffsetRaw>(
    `SELECT i.item_no AS "itemNo", i.kind, i.match_key AS "matchKey", i.order_no AS "orderNo",
            i.channel_trade_no AS "channelTradeNo", i.opened_on AS "openedOn", m.merchant_no AS "merchantNo",
            m.name AS "merchantName"
     FROM suspense_items i LEFT JOIN merchants m ON m.id = i.merchant_id
     WHERE i.channel_id = $1 AND i.asset = $2 AND i.amount_minor = $3 AND i.direction <> $4
       AND i.status NOT IN ('RESOLVED', 'AUTO_RESOLVED') AND i.status <> 'PROPOSED'
       AND ($5::text[] IS NULL OR m.merchant_no = ANY ($5))
     ORDER BY abs(i.opened_on - $6::date), i.id LIMIT ${MAX_CANDIDATES}`,
    [item.channelId, item.asset, item.amountMinor, item.direction, actor.scope, openedOn],
  );
  const candidates = raws.map(({ merchantNo, merchantName, orderNo, channelTradeNo, ...raw }) => ({
    ...raw,
    merchant: merchantNo === null ? null : { no: merchantNo, name: merchantName ?? merchantNo },
    signs: offsetSigns({ ...item, openedOn }, { ...raw, orderNo, channelTradeNo, merchantNo }),
  }));
  return candidates.sort((left, right) => right.signs.length - left.signs.length);
}

/** As many as may be looked through for numbers that speak for a pair. */
const MAX_LOOKED_AT = 2_000;
const PAIR_DAYS = 14;

type PairRaw = Omit<OffsetRaw, "orderNo"> & { amountMinor: bigint };

/** Open items of the other side whose numbers say that they are one with this one, whatever their amounts. */
export async function listPairCandidates(
  actor: Actor,
  item: SuspenseItemRow,
  openedOn: string,
): Promise<PairCandidateDto[]> {
  const isOneSided = (kind: BreakKind) => kind === "LONG" || kind === "SHORT";
  if (!isOneSided(item.kind)) return [];
  const raws = await reader.query<PairRaw>(
    `SELECT i.item_no AS "itemNo", i.kind, i.match_key AS "matchKey", i.amount_minor AS "amountMinor",
            i.channel_trade_no AS "channelTradeNo", i.opened_on AS "openedOn", m.merchant_no AS "merchantNo",
            m.name AS "merchantName"
     FROM suspense_items i LEFT JOIN merchants m ON m.id = i.merchant_id
     WHERE i.channel_id = $1 AND i.asset = $2 AND i.item_kind = $3 AND i.direction <> $4 AND i.kind IN ('LONG', 'SHORT')
       AND i.status IN ('OPEN', 'ASSIGNED', 'INVESTIGATING')
       AND i.opened_on BETWEEN $5::date - ${PAIR_DAYS} AND $5::date + ${PAIR_DAYS}
       AND ($6::text[] IS NULL OR m.merchant_no = ANY ($6))
     ORDER BY abs(i.opened_on - $5::date), i.id LIMIT ${MAX_LOOKED_AT}`,
    [item.channelId, item.asset, item.itemKind, item.direction, openedOn, actor.scope],
  );
  return raws
    .map(({ merchantNo, merchantName, channelTradeNo, amountMinor, ...raw }) => ({
      ...raw,
      amountMinor: `${amountMinor}`,
      merchant: merchantNo === null ? null : { no: merchantNo, name: merchantName ?? merchantNo },
      signs: pairSigns({ ...item, openedOn }, { ...raw, channelTradeNo, amountMinor }),
    }))
    .filter((one) => one.signs.length > 0)
    .sort((left, right) => right.signs.length - left.signs.length)
    .slice(0, MAX_CANDIDATES);
}

/** Orders that were never booked, over the same channel, asset and amount, from the days around the payment. */
export async function listOrderCandidates(
  actor: Actor,
  item: SuspenseItemRow,
  channelCode: string,
  { line }: EvidenceDto,
): Promise<OrderCandidateDto[]> {
  const mayBeBooked = item.kind === "LONG" && item.itemKind === "PAYMENT" && item.direction === "LONG";
  if (!mayBeBooked || !line) return [];
  const channel = await findChannel(reader, channelCode);
  const paidOn = localTimeOf(new Date(line.at), channel?.timezone ?? "Asia/Shanghai").on;
  const raws = await reader.query<OrderRaw>(
    `SELECT o.order_no AS "orderNo", o.status, o.ordered_on AS "orderedOn", o.channel_trade_no AS "channelTradeNo",
            o.due_minor AS "dueMinor", m.merchant_no AS "merchantNo", m.name AS "merchantName"
     FROM orders o JOIN merchants m ON m.id = o.merchant_id
     WHERE o.channel_id = $1 AND o.channel_minor = $2 AND o.asset = $3 AND o.booked_by IS NULL
       AND o.ordered_on BETWEEN $4 AND $5 AND ($6::text[] IS NULL OR m.merchant_no = ANY ($6))
     ORDER BY abs(o.ordered_on - $7::date), o.order_no LIMIT ${MAX_CANDIDATES}`,
    [
      item.channelId,
      item.amountMinor,
      item.asset,
      addDays(paidOn, -ORDERED_BEFORE_DAYS),
      addDays(paidOn, ORDERED_AFTER_DAYS),
      actor.scope,
      paidOn,
    ],
  );
  const candidates = raws.map(({ merchantNo, merchantName, channelTradeNo, ...raw }) => ({
    ...raw,
    dueMinor: `${raw.dueMinor}`,
    merchant: { no: merchantNo, name: merchantName },
    signs: orderSigns({ number: line.no, tradeNo: line.tradeNo, paidOn }, { ...raw, channelTradeNo }),
  }));
  return candidates.sort((left, right) => right.signs.length - left.signs.length);
}
