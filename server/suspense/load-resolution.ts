import "server-only";
import type { ResolutionChoice } from "@/contracts/suspense";
import type { Json } from "@/core/json";
import { buildVoucherLines } from "@/core/ledger/build-voucher";
import { accountNoOf } from "@/core/ledger/chart";
import { sumMinor } from "@/core/money/money";
import { captureAmounts } from "@/core/orders/booking-amounts";
import type { Actor } from "@/core/permissions/actor";
import { accept, invariant, type Result } from "@/core/result";
import type { PairFacts } from "@/core/suspense/plan-match";
import { type OrderFacts, planResolution, type ResolutionPlan } from "@/core/suspense/plan-resolution";
import { type AccountOwner, accountKey } from "@/server/store/accounts";
import { type ChannelRow, listChannels } from "@/server/store/channels";
import { findSuspenseItem, itemUnknown, type SuspenseItemRow } from "@/server/store/suspense-items";
import { loadPair } from "@/server/suspense/load-pair";
import type { DbReader } from "@/server/transact";

/** One line of the voucher as people check it: which account, which side, how much (minor units). */
export type PlannedLine = {
  readonly side: "DEBIT" | "CREDIT";
  readonly accountNo: string;
  readonly amountMinor: string;
};
/** A planned resolution together with everything that its voucher needs. */
export type LoadedResolution = {
  readonly plan: ResolutionPlan;
  readonly owner: AccountOwner;
  readonly orderNo: string | null;
  readonly counterpart: SuspenseItemRow | null;
  /** Of a match by hand alone. */
  readonly pair: PairFacts | null;
  readonly lines: readonly PlannedLine[];
  /** Frozen into the approval: what is approved is exactly this. */
  readonly payload: Json;
};

type OrderRow = Omit<OrderFacts, "captureNow" | "captured" | "refundedMinor"> & {
  matchKey: string;
  merchantId: bigint;
  merchantNo: string;
};
type LegRow = {
  kind: "CHANNEL" | "MARKETING";
  funder: "MERCHANT" | "PLATFORM" | null;
  amountMinor: bigint;
  refundedMinor: bigint;
};

/** The resolutions that may name another order than the item's own. */
const NAMES_AN_ORDER: readonly string[] = ["BOOK_TO_ORDER", "MATCH_BY_HAND"];

/**
 * Plans what resolving `item` by `choice` would post, from the facts as they are now. Serves the preview, the proposal
 * and, once more, the execution: all three must come to the same payload.
 */
export async function loadResolution(
  db: DbReader,
  actor: Actor,
  item: SuspenseItemRow,
  choice: ResolutionChoice,
): Promise<Result<LoadedResolution>> {
  const channels = await listChannels(db);
  const channel = channels.find((one) => one.id === item.channelId);
  invariant(channel, `item ${item.itemNo} has its channel`);
  const orderNo = NAMES_AN_ORDER.includes(choice.resolution) ? (choice.orderNo ?? item.orderNo) : item.orderNo;
  const order = orderNo === null ? null : await findOrder(db, actor, orderNo);
  const counterpart = choice.counterpartNo ? await findSuspenseItem(db, actor, choice.counterpartNo) : null;
  if (choice.counterpartNo && !counterpart) return itemUnknown(choice.counterpartNo);
  const merchant = order
    ? { id: order.merchantId, no: order.merchantNo }
    : item.merchantId !== null && item.merchantNo !== null
      ? { id: item.merchantId, no: item.merchantNo }
      : null;
  const isMatch = choice.resolution === "MATCH_BY_HAND";
  const pair = isMatch ? await loadPair(db, item, counterpart ?? order?.matchKey ?? null) : null;
  const facts = {
    item,
    order: order && (await toOrderFacts(db, order)),
    merchantNo: merchant?.no ?? null,
    counterpart,
    pair,
  };
  const planned = planResolution(choice.resolution, facts);
  if (!planned.ok) return planned;
  const plan = planned.value;
  const owner: AccountOwner = { channel, ...(merchant ? { merchant } : {}) };
  const lines = isMatch
    ? matchLines(item, channel, plan, counterpart)
    : plan.event === null
      ? offsetLines(item, channel)
      : eventLines(plan, item, owner);
  const payload: Json = {
    itemNo: item.itemNo,
    resolution: plan.resolution,
    event: plan.event,
    orderNo: order?.orderNo ?? null,
    counterpartNo: counterpart?.itemNo ?? null,
    asset: item.asset,
    lines,
    ...(pair ? { pair } : {}),
  };
  return accept({ plan, owner, orderNo: order?.orderNo ?? null, counterpart, pair, lines, payload });
}

function eventLines(plan: ResolutionPlan, item: SuspenseItemRow, owner: AccountOwner): PlannedLine[] {
  invariant(plan.event !== null, "a plan with a voucher has an event");
  return buildVoucherLines(plan.event, plan.amounts).map(({ side, place, amountMinor }) => ({
    side,
    accountNo: accountKey({ place, asset: item.asset, owner }),
    amountMinor: `${amountMinor}`,
  }));
}

/** Both openings reversed: long back to the receivable, the receivable back to short; the receivable nets to nothing. */
function offsetLines(item: SuspenseItemRow, channel: ChannelRow): PlannedLine[] {
  const amountMinor = `${item.amountMinor}`;
  return [
    { side: "DEBIT", accountNo: accountNoOf("SUSPENSE_LONG", channel.code, item.asset), amountMinor },
    { side: "CREDIT", accountNo: accountNoOf("SUSPENSE_SHORT", channel.code, item.asset), amountMinor },
  ];
}

/**
 * What of two openings takes each other back once the next batch has the pair; against an order that only waits, its
 * capture in the receivable meets the line.
 */
function matchLines(
  item: SuspenseItemRow,
  channel: ChannelRow,
  plan: ResolutionPlan,
  counterpart: SuspenseItemRow | null,
): PlannedLine[] {
  const amountMinor = `${plan.amounts.amount ?? 0n}`;
  const place = (direction: "LONG" | "SHORT") =>
    accountNoOf(
      counterpart || item.direction === direction
        ? direction === "LONG"
          ? "SUSPENSE_LONG"
          : "SUSPENSE_SHORT"
        : "CHANNEL_RECEIVABLE",
      channel.code,
      item.asset,
    );
  return [
    { side: "DEBIT", accountNo: place("LONG"), amountMinor },
    { side: "CREDIT", accountNo: place("SHORT"), amountMinor },
  ];
}

async function findOrder(db: DbReader, actor: Actor, orderNo: string): Promise<OrderRow | null> {
  const [row] = await db.query<OrderRow>(
    `SELECT o.order_no AS "orderNo", o.channel_id AS "channelId", o.asset, o.channel_minor AS "channelMinor", o.status,
            o.booked_by AS "bookedBy", o.match_key AS "matchKey", o.merchant_id AS "merchantId", m.merchant_no AS "merchantNo"
     FROM orders o JOIN merchants m ON m.id = o.merchant_id
     WHERE o.order_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`,
    [orderNo, actor.scope],
  );
  return row ?? null;
}

async function toOrderFacts(db: DbReader, order: OrderRow): Promise<OrderFacts> {
  const legs = await db.query<LegRow>(
    `SELECT kind, funder, paid_minor AS "amountMinor", refunded_minor AS "refundedMinor" FROM order_legs WHERE order_no = $1`,
    [order.orderNo],
  );
  const marketing = accountNoOf("MERCHANT_MARKETING", order.merchantNo, order.asset);
  const [balance] = await db.query<{ available: bigint }>(
    `SELECT b.posted_minor - b.frozen_minor AS available FROM accounts a JOIN account_balances b ON b.account_id = a.id
     WHERE a.account_no = $1`,
    [marketing],
  );
  const entries = await db.query<{ gl: string; side: string; minor: bigint }>(
    `SELECT a.gl_code AS gl, e.side, e.amount_minor AS minor
     FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
     JOIN accounts a ON a.id = e.account_id WHERE is_key(v.idempotency_key, $1)`,
    [`capture:${order.orderNo}`],
  );
  const { merchantId: _merchantId, merchantNo: _merchantNo, matchKey: _matchKey, ...facts } = order;
  return {
    ...facts,
    refundedMinor: sumMinor(legs.map((leg) => leg.refundedMinor)),
    captureNow: captureAmounts(legs, balance?.available ?? 0n),
    captured: entries.length === 0 ? null : capturedAmounts(entries),
  };
}

/** Reads a capture voucher's lines back into the catalogue's names. */
function capturedAmounts(entries: readonly { gl: string; side: string; minor: bigint }[]): Record<string, bigint> {
  const sum = (gl: string, side: string) =>
    sumMinor(entries.filter((entry) => entry.gl === gl && entry.side === side).map((entry) => entry.minor));
  return {
    cash: sum("1122", "DEBIT"),
    merchantCoupon: sum("2202.03", "DEBIT"),
    couponShortfall: sum("2202.01", "DEBIT"),
    platformCoupon: sum("2202.09", "DEBIT"),
    gross: sum("2202.01", "CREDIT"),
  };
}
