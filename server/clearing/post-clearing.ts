import "server-only";
import { draftVoucher, postVouchers, type VoucherDraft } from "@/server/store/post-vouchers";
import type { DbTransaction } from "@/server/transact";
import type { OpenBatch } from "./clear-items";

type Named = { merchantId: bigint; merchantNo: string; channel: string; asset: string };
type FeeRow = Named & { charged: bigint; returned: bigint };
type ShareRow = Named & { receiverId: bigint; receiverNo: string; paid: bigint; returned: bigint };

const FEES = `
  SELECT l.merchant_id AS "merchantId", m.merchant_no AS "merchantNo", coalesce(c.code, '') AS channel, l.asset,
         l.fee_charged_minor AS charged, l.fee_returned_minor AS returned
  FROM clearing_lines l JOIN merchants m ON m.id = l.merchant_id LEFT JOIN channels c ON c.id = l.channel_id
  WHERE l.batch_id = $1 AND (l.fee_charged_minor > 0 OR l.fee_returned_minor > 0) ORDER BY m.merchant_no, channel, l.asset`;
const SHARES = `
  SELECT i.merchant_id AS "merchantId", m.merchant_no AS "merchantNo", coalesce(c.code, '') AS channel, i.asset,
         s.receiver_id AS "receiverId", r.merchant_no AS "receiverNo",
         coalesce(sum(s.share_minor) FILTER (WHERE s.share_minor > 0), 0)::bigint AS paid,
         coalesce(-sum(s.share_minor) FILTER (WHERE s.share_minor < 0), 0)::bigint AS returned
  FROM clearing_shares s JOIN clearing_items i USING (kind, object_no)
  JOIN merchants m ON m.id = i.merchant_id JOIN merchants r ON r.id = s.receiver_id LEFT JOIN channels c ON c.id = i.channel_id
  WHERE s.batch_id = $1 GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 2, 3, 4, 6`;

/** Posts what the batch has found, per merchant and channel, in one call. Answers how many vouchers that were. */
export async function postClearing(tx: DbTransaction, batch: OpenBatch): Promise<number> {
  const fees = await tx.query<FeeRow>(FEES, [batch.id]);
  const shares = await tx.query<ShareRow>(SHARES, [batch.id]);
  const drafts = [
    ...fees.flatMap((row) => draftFees(tx, batch, row)),
    ...shares.flatMap((row) => draftShares(tx, batch, row)),
  ];
  const posted = await postVouchers(tx, drafts);
  return posted.length;
}

function draftFees(tx: DbTransaction, batch: OpenBatch, row: FeeRow): VoucherDraft[] {
  const common = {
    ...commonOf(tx, batch, row.asset),
    owner: { merchant: { id: row.merchantId, no: row.merchantNo } },
  };
  const key = (what: string) => `clearing:${batch.batchNo}:${what}:${row.merchantNo}:${row.channel}:${row.asset}`;
  const charged = draftVoucher({
    ...common,
    event: "merchant_fee.charged",
    key: key("fee"),
    amounts: { fee: row.charged },
  });
  const returned = draftVoucher({
    ...common,
    event: "merchant_fee.returned",
    key: key("fee-back"),
    amounts: { fee: row.returned },
  });
  return [...(row.charged > 0n ? [charged] : []), ...(row.returned > 0n ? [returned] : [])];
}

/** What refunds give back goes the other way by the same rule: the receiver is then the one who pays. */
function draftShares(tx: DbTransaction, batch: OpenBatch, row: ShareRow): VoucherDraft[] {
  const payer = { id: row.merchantId, no: row.merchantNo };
  const receiver = { id: row.receiverId, no: row.receiverNo };
  const common = { ...commonOf(tx, batch, row.asset), event: "profit_share.paid" as const, owner: {} };
  const key = (what: string) =>
    `clearing:${batch.batchNo}:${what}:${row.merchantNo}:${row.receiverNo}:${row.channel}:${row.asset}`;
  const paid = draftVoucher({
    ...common,
    key: key("share"),
    amounts: { share: row.paid },
    parties: { payer, receiver },
  });
  const returned = draftVoucher({
    ...common,
    key: key("share-back"),
    amounts: { share: row.returned },
    parties: { payer: receiver, receiver: payer },
    memo: "given back with refunds",
  });
  return [...(row.paid > 0n ? [paid] : []), ...(row.returned > 0n ? [returned] : [])];
}

function commonOf(tx: DbTransaction, batch: OpenBatch, asset: string) {
  return { asset, on: batch.on, occurredAt: tx.context.now, objectType: "clearing", objectNo: batch.batchNo };
}
