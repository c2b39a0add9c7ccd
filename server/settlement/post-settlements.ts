import "server-only";
import { invariant } from "@/core/result";
import { accountKey, findOrOpenAccounts } from "@/server/store/accounts";
import { holdMany } from "@/server/store/holds";
import { draftVoucher, postVouchers } from "@/server/store/post-vouchers";
import type { DbTransaction } from "@/server/transact";
import type { OpenBatch } from "./keep-terms";
import { accountOf, type NewSettlement } from "./settle-dues";

/** The name of the hold under which a settlement's money is frozen until it is let go. */
export const settlementHoldKey = (settlementNo: string) => `settlement:${settlementNo}`;

/** What is settled becomes the merchants' (one call), and is frozen at once (another): it cannot leave before it is let go. */
export async function postSettlements(
  tx: DbTransaction,
  batch: OpenBatch,
  settlements: readonly NewSettlement[],
): Promise<void> {
  const paid = settlements.filter(({ settledMinor }) => settledMinor > 0n);
  if (paid.length === 0) return;
  await postVouchers(
    tx,
    paid.map(({ settlementNo, merchantId, merchantNo, asset, settledMinor }) =>
      draftVoucher({
        event: "merchant.settled",
        key: `settled:${settlementNo}`,
        amounts: { amount: settledMinor },
        asset,
        owner: { merchant: { id: merchantId, no: merchantNo } },
        on: batch.on,
        occurredAt: tx.context.now,
        objectType: "settlement",
        objectNo: settlementNo,
      }),
    ),
  );
  const refs = paid.map((one) => accountOf(one, "MERCHANT_SETTLEMENT"));
  const accounts = await findOrOpenAccounts(tx, refs);
  const holds = paid.map((one, index) => {
    const ref = refs[index];
    const accountId = ref && accounts.get(accountKey(ref));
    invariant(accountId !== undefined, `${one.merchantNo} has its settlement account`);
    return {
      key: settlementHoldKey(one.settlementNo),
      accountId,
      amountMinor: one.settledMinor,
      objectNo: one.settlementNo,
    };
  });
  await holdMany(tx, holds, { objectType: "settlement", reason: "until the settlement is released" });
}
