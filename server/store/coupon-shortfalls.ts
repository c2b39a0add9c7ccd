import "server-only";
import type { VoucherDraft } from "@/server/store/post-vouchers";
import type { DbTransaction } from "@/server/transact";

/** Captures that were just posted; where the pending account gave a part of a coupon, that is written down for clearing. */
export async function noteShortfalls(
  tx: DbTransaction,
  captures: readonly { readonly draft: VoucherDraft; readonly orderNo: string }[],
): Promise<void> {
  const short = captures.filter(({ draft }) => (draft.amounts.couponShortfall ?? 0n) > 0n);
  if (short.length === 0) return;
  await tx.query(
    `INSERT INTO coupon_shortfalls (order_no, merchant_id, minor, asset)
     SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[]) ON CONFLICT (order_no) DO NOTHING`,
    [
      short.map(({ orderNo }) => orderNo),
      short.map(({ draft }) => draft.owner.merchant?.id ?? null),
      short.map(({ draft }) => draft.amounts.couponShortfall),
      short.map(({ draft }) => draft.asset),
    ],
  );
}
