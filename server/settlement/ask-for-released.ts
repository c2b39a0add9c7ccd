import "server-only";
import type { Refusal } from "@/core/result";
import { allotPayout } from "@/core/settlement/allot-payout";
import { askForPayout } from "@/server/commands/request-payout";
import { lockBalances } from "@/server/store/balances";
import type { SettlementRow } from "@/server/store/settlements";
import type { DbTransaction } from "@/server/transact";
import { accountOf } from "./settle-dues";

/** `payoutNo` null: none was asked for, for the reason in `refusal`, or since it would be below the merchant's least payout. */
export type AskedForMerchant = {
  readonly payoutNo: string | null;
  readonly amountMinor: bigint;
  readonly refusal: Refusal | null;
};
type Waiting = { readonly id: bigint; readonly settledMinor: bigint };

const ALL_WAITING = `
  SELECT id, settled_minor AS "settledMinor" FROM settlements
  WHERE merchant_id = $1 AND asset = $2 AND status = 'RELEASED' AND payout_no IS NULL AND settled_minor > 0
  ORDER BY id FOR UPDATE`;

/**
 * Asks for one payout of all that was let go to a merchant and no payout has taken yet, as far as its account has it; money
 * that came otherwise, such as a top-up, stays. Below `leastMinor` it waits for the next settlement.
 */
export async function askForReleased(
  tx: DbTransaction,
  settlement: SettlementRow,
  leastMinor: bigint,
): Promise<AskedForMerchant> {
  const { merchantId, merchantNo, asset, settlementNo } = settlement;
  const waiting = await tx.query<Waiting>(ALL_WAITING, [merchantId, asset]);
  const account = accountOf(settlement, "MERCHANT_SETTLEMENT");
  const available = (await lockBalances(tx, [account])).availableOf(account);
  const parts = allotPayout(available, waiting);
  const amountMinor = parts.reduce((sum, part) => sum + part.paidMinor, 0n);
  if (amountMinor === 0n || amountMinor < leastMinor) return { payoutNo: null, amountMinor, refusal: null };
  const clientRef = await referenceOf(tx, merchantId, settlementNo);
  const asked = await askForPayout(tx, {
    ...{ merchantNo, asset, amountMinor, clientRef, source: "SETTLEMENT" },
    ...{ payee: null, channel: null, batchNo: null, note: "" },
  });
  if (!asked.ok) return { payoutNo: null, amountMinor, refusal: asked.refusal };
  const { payoutNo } = asked.value;
  await tx.query(
    `UPDATE settlements s SET payout_no = $1, paid_minor = p.minor, version = version + 1, command_id = $2
     FROM unnest($3::bigint[], $4::bigint[]) AS p (id, minor) WHERE s.id = p.id`,
    [payoutNo, tx.context.commandId, parts.map(({ id }) => id), parts.map(({ paidMinor }) => paidMinor)],
  );
  return { payoutNo, amountMinor, refusal: null };
}

/** A merchant has each reference once: another payout for the same settlement is numbered on. */
async function referenceOf(tx: DbTransaction, merchantId: bigint, settlementNo: string): Promise<string> {
  const [row] = await tx.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM payouts WHERE merchant_id = $1 AND (client_ref = $2 OR client_ref LIKE $2 || '-%')",
    [merchantId, settlementNo],
  );
  const count = row?.count ?? 0;
  return count === 0 ? settlementNo : `${settlementNo}-${count + 1}`;
}
