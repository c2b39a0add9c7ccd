import "server-only";
import { invariant } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { releaseHold } from "@/server/store/holds";
import { moveSettlement, type SettlementRow } from "@/server/store/settlements";
import type { DbTransaction } from "@/server/transact";
import { type AskedForMerchant, askForReleased } from "./ask-for-released";
import { settlementHoldKey } from "./post-settlements";

export type ReleasedBy = {
  readonly userId: string;
  readonly approvalId: bigint | null;
  readonly approvalNo: string | null;
};

/**
 * Lets a settlement go that the caller has locked: its money is free, and where the merchant is paid by itself the payout is
 * asked for at once. A payout that is refused leaves the settlement released; its reason is answered.
 */
export async function releaseSettlement(
  tx: DbTransaction,
  settlement: SettlementRow,
  { userId, approvalId, approvalNo }: ReleasedBy,
): Promise<AskedForMerchant | null> {
  const { settlementNo, settledMinor, autoPayout } = settlement;
  if (settledMinor > 0n) {
    await lockAccounts(tx, settlement);
    const [hold] = await tx.query<{ id: bigint }>("SELECT id FROM holds WHERE idempotency_key = $1", [
      settlementHoldKey(settlementNo),
    ]);
    invariant(hold, `${settlementNo} is frozen until it is let go`);
    await releaseHold(tx, { key: `${settlementHoldKey(settlementNo)}:released`, holdId: hold.id });
  }
  await moveSettlement(tx, settlement, "RELEASED", { releasedBy: userId, approvalId });
  const asked =
    autoPayout && settledMinor > 0n ? await askForReleased(tx, settlement, settlement.minPayoutMinor) : null;
  const detail = {
    settledMinor: `${settledMinor}`,
    asset: settlement.asset,
    approvalNo,
    payoutNo: asked?.payoutNo ?? null,
    payoutRefusal: asked?.refusal?.code ?? null,
  };
  await appendAudit(tx, { action: "settlement.released", objectType: "settlement", objectNo: settlementNo, detail });
  return asked;
}

/** All that the release and its payout may touch, in the one order in which posting takes it. */
async function lockAccounts(tx: DbTransaction, { merchantId, asset }: SettlementRow): Promise<void> {
  await tx.query(
    `SELECT count(*) FROM ledger_lock(ARRAY(
       SELECT id FROM accounts WHERE asset = $2 AND (gl_code IN ('1002', '2242') OR gl_code = '2202.02' AND merchant_id = $1)))`,
    [merchantId, asset],
  );
}
