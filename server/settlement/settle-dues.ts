import "server-only";
import { type SettlementFacts, type SettlementFigures, settleMerchant } from "@/core/settlement/settle-merchant";
import type { AccountRef } from "@/server/store/accounts";
import { lockBalances } from "@/server/store/balances";
import { nextDocumentNos } from "@/server/store/document-numbers";
import type { DbTransaction } from "@/server/transact";
import type { OpenBatch } from "./keep-terms";
import { type Due, findDues, findHoldBacks, findReleases, type HoldBackRow, type ReleaseRow } from "./load-dues";

/** A settlement of this batch, before it is written. */
export type NewSettlement = Due & SettlementFigures & { readonly settlementNo: string };
export type Settled = {
  readonly settlements: readonly NewSettlement[];
  readonly holdBacks: readonly HoldBackRow[];
  readonly releases: readonly ReleaseRow[];
};

/** Decides what every merchant of the batch gets, with the balances of its accounts locked until the command ends. */
export async function settleDues(tx: DbTransaction, batch: OpenBatch): Promise<Settled> {
  const holdBacks = await findHoldBacks(tx, batch);
  const releases = await findReleases(tx, batch);
  const dues = await findDues(tx, batch, releases);
  const heldOf = sumsOf(holdBacks);
  const letGoOf = sumsOf(releases);
  // Together, in the one order in which posting takes them: what is settled is locked on both sides.
  const locked = await lockBalances(
    tx,
    dues.flatMap((due) => [accountOf(due, "MERCHANT_PENDING"), accountOf(due, "MERCHANT_SETTLEMENT")]),
  );
  const numbers = await nextDocumentNos(tx, "settlement", batch.on, dues.length);
  const settlements = dues.map((due, index): NewSettlement => {
    const facts: SettlementFacts = {
      ...due,
      newlyHeldMinor: heldOf.get(keyOf(due)) ?? 0n,
      letGoMinor: letGoOf.get(keyOf(due)) ?? 0n,
      availableMinor: locked.availableOf(accountOf(due, "MERCHANT_PENDING")),
    };
    return { ...due, ...settleMerchant(facts), settlementNo: numbers[index] ?? "" };
  });
  return { settlements, holdBacks, releases };
}

type Whose = Pick<Due, "merchantId" | "asset">;

function keyOf({ merchantId, asset }: Whose): string {
  return `${merchantId} ${asset}`;
}

function sumsOf(rows: readonly (Whose & { readonly netMinor: bigint })[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0n) + row.netMinor);
  return sums;
}

export function accountOf(
  { merchantId, merchantNo, asset }: Pick<Due, "merchantId" | "merchantNo" | "asset">,
  place: "MERCHANT_PENDING" | "MERCHANT_SETTLEMENT",
): AccountRef {
  return { place, asset, owner: { merchant: { id: merchantId, no: merchantNo } } };
}
