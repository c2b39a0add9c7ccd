import "server-only";
import type { AccountOwner } from "@/server/store/accounts";
import type { DbTransaction } from "@/server/transact";

/** A capture that was just posted, with its amounts by the catalogue's names. */
export type PostedCapture = {
  readonly orderNo: string;
  readonly amounts: Readonly<Record<string, bigint>>;
  readonly asset: unknown;
  readonly owner: AccountOwner;
};

/** Where the pending account gave a part of a coupon, that is written down for clearing. */
export async function noteShortfalls(tx: DbTransaction, captures: readonly PostedCapture[]): Promise<void> {
  const short = captures.filter(({ amounts }) => (amounts.couponShortfall ?? 0n) > 0n);
  if (short.length === 0) return;
  await tx.query(
    `INSERT INTO coupon_shortfalls (order_no, merchant_id, minor, asset)
     SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[]) ON CONFLICT (order_no) DO NOTHING`,
    [
      short.map(({ orderNo }) => orderNo),
      short.map(({ owner }) => owner.merchant?.id ?? null),
      short.map(({ amounts }) => amounts.couponShortfall),
      short.map(({ asset }) => asset),
    ],
  );
}
