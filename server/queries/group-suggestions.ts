import "server-only";
import type { SuspenseGroupDto } from "@/contracts/bulk";
import { accountNoOf } from "@/core/ledger/chart";
import { BULK_RESOLUTIONS } from "@/core/suspense/bulk";
import type { BreakKind, Direction } from "@/core/suspense/item";
import { type SuggestionFacts, suggestResolutions } from "@/core/suspense/suggest-resolution";
import { reader } from "@/server/transact";

type Sample = {
  id: bigint;
  kind: BreakKind;
  itemKind: "PAYMENT" | "REFUND";
  direction: Direction;
  amountMinor: bigint;
  asset: string;
  merchantNo: string | null;
  orderNo: string | null;
  orderStatus: "CREATED" | "PAID" | "CLOSED" | "UNKNOWN" | null;
  tradeNo: string | null;
  refundedMinor: bigint;
  refundStatus: SuggestionFacts["refundStatus"];
  repeatsTradeNo: boolean;
};

const SAMPLES = `
  SELECT i.id, i.kind, i.item_kind AS "itemKind", i.direction, i.amount_minor AS "amountMinor", i.asset,
    m.merchant_no AS "merchantNo", o.order_no AS "orderNo", o.status AS "orderStatus", o.channel_trade_no AS "tradeNo",
    (SELECT coalesce(sum(l.refunded_minor), 0)::bigint FROM order_legs l WHERE l.order_no = o.order_no) AS "refundedMinor",
    r.status AS "refundStatus", i.kind = 'DUPLICATE' AND i.channel_trade_no = o.channel_trade_no AS "repeatsTradeNo"
  FROM suspense_items i LEFT JOIN merchants m ON m.id = i.merchant_id LEFT JOIN orders o ON o.order_no = i.order_no
  LEFT JOIN refunds r ON r.refund_no = i.refund_no WHERE i.id = ANY ($1)`;

/**
 * What fits the oldest item of each group, by what its kind says alone: counterparts and candidates are each item's own,
 * so a resolution that names one is never a group's, and a payment that nobody knows is looked at one by one.
 */
export async function suggestForGroups(
  itemIds: readonly bigint[],
): Promise<Map<bigint, SuspenseGroupDto["suggestion"]>> {
  if (itemIds.length === 0) return new Map();
  const samples = await reader.query<Sample>(SAMPLES, [itemIds]);
  const means = await findMeans(samples);
  return new Map(samples.map((sample) => [sample.id, suggest(sample, means)]));
}

function suggest(sample: Sample, means: ReadonlyMap<string, bigint>): SuspenseGroupDto["suggestion"] {
  const isUnknown = sample.itemKind === "PAYMENT" && sample.direction === "LONG" && sample.kind === "LONG";
  if (isUnknown) return { resolution: null, reason: null };
  const { orderNo, orderStatus: status, merchantNo, asset, refundedMinor } = sample;
  const availableIn = (type: "MERCHANT_SETTLEMENT" | "MERCHANT_DEPOSIT") =>
    means.get(accountNoOf(type, merchantNo ?? "", asset)) ?? 0n;
  const [first] = suggestResolutions({
    item: sample,
    order:
      orderNo === null || status === null
        ? null
        : { orderNo, status, refundedMinor, hasTradeNo: sample.tradeNo !== null },
    isDisputeLost: false,
    refundStatus: sample.refundStatus,
    repeatsTradeNo: sample.repeatsTradeNo,
    merchant:
      merchantNo === null
        ? null
        : { settlementMinor: availableIn("MERCHANT_SETTLEMENT"), depositMinor: availableIn("MERCHANT_DEPOSIT") },
    ...{ offsets: [], pairs: [], orders: [] },
  });
  if (!first) return { resolution: null, reason: null };
  const { resolution, reason } = first;
  return { resolution: resolution !== null && BULK_RESOLUTIONS.includes(resolution) ? resolution : null, reason };
}

/** What the merchants of these items could pay with, by account number. */
async function findMeans(samples: readonly Sample[]): Promise<Map<string, bigint>> {
  const accounts = samples.flatMap(({ merchantNo, asset }) =>
    merchantNo === null
      ? []
      : [accountNoOf("MERCHANT_SETTLEMENT", merchantNo, asset), accountNoOf("MERCHANT_DEPOSIT", merchantNo, asset)],
  );
  const rows = await reader.query<{ accountNo: string; available: bigint }>(
    `SELECT a.account_no AS "accountNo", b.posted_minor - b.frozen_minor AS available
     FROM accounts a JOIN account_balances b ON b.account_id = a.id WHERE a.account_no = ANY ($1)`,
    [accounts],
  );
  return new Map(rows.map((row) => [row.accountNo, row.available]));
}
