import "server-only";
import type {
  EvidenceDto,
  OffsetCandidateDto,
  OrderCandidateDto,
  PairCandidateDto,
  SuggestionDto,
} from "@/contracts/suspense-views";
import { accountNoOf } from "@/core/ledger/chart";
import type { Actor } from "@/core/permissions/actor";
import { type SuggestionFacts, suggestResolutions } from "@/core/suspense/suggest-resolution";
import type { SuspenseItemRow } from "@/server/store/suspense-items";
import { loadResolution } from "@/server/suspense/load-resolution";
import { reader } from "@/server/transact";

type OrderRaw = {
  orderNo: string;
  status: "CREATED" | "PAID" | "CLOSED" | "UNKNOWN";
  refundedMinor: bigint;
  tradeNo: string | null;
};

export type Candidates = {
  readonly offsets: readonly OffsetCandidateDto[];
  readonly pairs: readonly PairCandidateDto[];
  readonly orders: readonly OrderCandidateDto[];
};

/** Suggestions for an item, best first; one that could not be proposed as things stand is left out. */
export async function suggestForItem(
  actor: Actor,
  item: SuspenseItemRow,
  evidence: EvidenceDto,
  { offsets, pairs, orders }: Candidates,
): Promise<SuggestionDto[]> {
  const order = evidence.ours?.orderNo ? await findOrder(evidence.ours.orderNo) : null;
  const facts: SuggestionFacts = {
    item,
    order: order && { ...order, hasTradeNo: order.tradeNo !== null },
    refundStatus: evidence.ours?.type === "refund" ? await findRefundStatus(evidence.ours.no) : null,
    isDisputeLost: await isDisputeLost(item),
    repeatsTradeNo: evidence.otherLines.some((other) => other.tradeNo === (evidence.line?.tradeNo ?? "")),
    merchant: item.merchantNo === null ? null : await findMeans(item.merchantNo, item.asset),
    offsets,
    pairs,
    orders: orders.map((one) => ({ ...one, isClosed: one.status === "CLOSED" })),
  };
  const fitting: SuggestionDto[] = [];
  for (const suggestion of suggestResolutions(facts)) {
    if (await isPossible(actor, item, suggestion)) fitting.push(suggestion);
  }
  return fitting;
}

/** By the order that the item names, or by the payment that its line names. */
async function isDisputeLost({ orderNo, channelTradeNo, channelId, amountMinor }: SuspenseItemRow): Promise<boolean> {
  const lost = await reader.query(
    `SELECT 1 FROM payment_disputes d JOIN orders o ON o.order_no = d.order_no
     WHERE d.status = 'LOST' AND d.channel_id = $1 AND d.amount_minor = $2 AND (d.order_no = $3 OR o.channel_trade_no = $4)`,
    [channelId, amountMinor, orderNo, channelTradeNo],
  );
  return lost.length > 0;
}

async function isPossible(
  actor: Actor,
  item: SuspenseItemRow,
  { resolution, orderNo, counterpartNo }: SuggestionDto,
): Promise<boolean> {
  if (resolution === null) return true;
  return (await loadResolution(reader, actor, item, { resolution, orderNo, counterpartNo })).ok;
}

async function findOrder(orderNo: string): Promise<OrderRaw | null> {
  const [row] = await reader.query<OrderRaw>(
    `SELECT o.order_no AS "orderNo", o.status, o.channel_trade_no AS "tradeNo",
            (SELECT coalesce(sum(l.refunded_minor), 0)::bigint FROM order_legs l WHERE l.order_no = o.order_no) AS "refundedMinor"
     FROM orders o WHERE o.order_no = $1`,
    [orderNo],
  );
  return row ?? null;
}

async function findRefundStatus(refundNo: string): Promise<SuggestionFacts["refundStatus"]> {
  const [row] = await reader.query<{ status: NonNullable<SuggestionFacts["refundStatus"]> }>(
    "SELECT status FROM refunds WHERE refund_no = $1",
    [refundNo],
  );
  return row?.status ?? null;
}

async function findMeans(
  merchantNo: string,
  asset: string,
): Promise<{ settlementMinor: bigint; depositMinor: bigint }> {
  const settlement = accountNoOf("MERCHANT_SETTLEMENT", merchantNo, asset);
  const deposit = accountNoOf("MERCHANT_DEPOSIT", merchantNo, asset);
  const rows = await reader.query<{ accountNo: string; available: bigint }>(
    `SELECT a.account_no AS "accountNo", b.posted_minor - b.frozen_minor AS available
     FROM accounts a JOIN account_balances b ON b.account_id = a.id WHERE a.account_no = ANY ($1)`,
    [[settlement, deposit]],
  );
  const availableOf = (accountNo: string) => rows.find((row) => row.accountNo === accountNo)?.available ?? 0n;
  return { settlementMinor: availableOf(settlement), depositMinor: availableOf(deposit) };
}
