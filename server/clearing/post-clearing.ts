import "server-only";
import { draftVoucher, postVouchers, type VoucherDraft } from "@/server/store/post-vouchers";
import type { DbTransaction } from "@/server/transact";
import type { OpenBatch } from "./clear-items";

type Named = { merchantId: bigint; merchantNo: string; channel: string; asset: string };
type FeeRow = Named & { charged: bigint; returned: bigint };
type ShareRow = Named & { receiverId: bigint; receiverNo: string; paid: bigint; refunded: bigint; reversed: bigint };
type Moment = "PAID" | "REFUNDED" | "REVERSED";

const FEES = `
  SELECT l.merchant_id AS "merchantId", m.merchant_no AS "merchantNo", coalesce(c.code, '') AS channel, l.asset,
         l.fee_charged_minor AS charged, l.fee_returned_minor AS returned
  FROM clearing_lines l JOIN merchants m ON m.id = l.merchant_id LEFT JOIN channels c ON c.id = l.channel_id
  WHERE l.batch_id = $1 AND (l.fee_charged_minor > 0 OR l.fee_returned_minor > 0) ORDER BY m.merchant_no, channel, l.asset`;
const SHARES = `
  SELECT i.merchant_id AS "merchantId", m.merchant_no AS "merchantNo", coalesce(c.code, '') AS channel, i.asset,
         s.receiver_id AS "receiverId", r.merchant_no AS "receiverNo",
         coalesce(sum(s.share_minor) FILTER (WHERE s.share_minor > 0), 0)::bigint AS paid,
         coalesce(-sum(s.share_minor) FILTER (WHERE s.share_minor < 0 AND s.kind <> 'REVERSAL'), 0)::bigint AS refunded,
         coalesce(-sum(s.share_minor) FILTER (WHERE s.share_minor < 0 AND s.kind = 'REVERSAL'), 0)::bigint AS reversed
  FROM clearing_shares s JOIN clearing_items i USING (kind, object_no)
  JOIN merchants m ON m.id = i.merchant_id JOIN merchants r ON r.id = s.receiver_id LEFT JOIN channels c ON c.id = i.channel_id
  WHERE s.batch_id = $1 GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 2, 3, 4, 6`;

/**
 * Posts what the batch has found, per merchant and channel, in one call. Answers how many vouchers that were. They stand in the
 * order in which the batch took its items: whoever gives back may do so out of what captures brought it, at whichever channel.
 */
export async function postClearing(tx: DbTransaction, batch: OpenBatch): Promise<number> {
  const fees = await tx.query<FeeRow>(FEES, [batch.id]);
  const shares = await tx.query<ShareRow>(SHARES, [batch.id]);
  const sharesOf = (moment: Moment) => shares.flatMap((row) => draftShare(tx, batch, row, moment));
  const drafts = [
    ...fees.flatMap((row) => draftFee(tx, batch, row, "merchant_fee.charged")),
    ...sharesOf("PAID"),
    ...fees.flatMap((row) => draftFee(tx, batch, row, "merchant_fee.returned")),
    ...sharesOf("REFUNDED"),
    ...sharesOf("REVERSED"),
  ];
  const posted = await postVouchers(tx, drafts);
  return posted.length;
}

function draftFee(
  tx: DbTransaction,
  batch: OpenBatch,
  row: FeeRow,
  event: "merchant_fee.charged" | "merchant_fee.returned",
): VoucherDraft[] {
  const isCharged = event === "merchant_fee.charged";
  const fee = isCharged ? row.charged : row.returned;
  if (fee === 0n) return [];
  const what = isCharged ? "fee" : "fee-back";
  return [
    draftVoucher({
      ...commonOf(tx, batch, row.asset),
      owner: { merchant: { id: row.merchantId, no: row.merchantNo } },
      event,
      key: `clearing:${batch.batchNo}:${what}:${row.merchantNo}:${row.channel}:${row.asset}`,
      amounts: { fee },
    }),
  ];
}

const SHARE_MOMENTS = {
  PAID: { what: "share", minor: "paid", memo: "" },
  REFUNDED: { what: "share-back", minor: "refunded", memo: "given back with refunds" },
  REVERSED: { what: "share-undone", minor: "reversed", memo: "given back with reversed captures" },
} as const;

/** What is given back goes the other way by the same rule: the receiver is then the one who pays. */
function draftShare(tx: DbTransaction, batch: OpenBatch, row: ShareRow, moment: Moment): VoucherDraft[] {
  const { what, minor, memo } = SHARE_MOMENTS[moment];
  if (row[minor] === 0n) return [];
  const payer = { id: row.merchantId, no: row.merchantNo };
  const receiver = { id: row.receiverId, no: row.receiverNo };
  return [
    draftVoucher({
      ...commonOf(tx, batch, row.asset),
      event: "profit_share.paid",
      owner: {},
      key: `clearing:${batch.batchNo}:${what}:${row.merchantNo}:${row.receiverNo}:${row.channel}:${row.asset}`,
      amounts: { share: row[minor] },
      parties: moment === "PAID" ? { payer, receiver } : { payer: receiver, receiver: payer },
      memo,
    }),
  ];
}

function commonOf(tx: DbTransaction, batch: OpenBatch, asset: string) {
  return { asset, on: batch.on, occurredAt: tx.context.now, objectType: "clearing", objectNo: batch.batchNo };
}
