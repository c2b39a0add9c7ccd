import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { decidePayout, type SecondLook } from "@/core/payouts/decide-payout";
import type { PayoutFileRow } from "@/core/payouts/read-payout-file";
import { type Refusal, refuse } from "@/core/result";
import { loadParties, readFacts } from "@/server/payouts/load-payout";
import { findPayoutNoByReference } from "@/server/store/payouts";
import type { DbTransaction } from "@/server/transact";

/** A row of a file with what would become of it; `refusal` null: it can be paid. */
export type CheckedRow = PayoutFileRow & { readonly looks: readonly SecondLook[]; readonly refusal: Refusal | null };

/** What the rows above would take, by merchant, by reserve bank, and by payee and amount. */
type Taken = { readonly sums: Map<string, bigint>; readonly twins: Set<string> };

/**
 * Checks a file of payouts as a whole: each row against what the rows above it leave, in their order, as they will be asked for.
 * Nothing is held by it; what changes until the file is confirmed is found then, row by row.
 */
export async function checkPayoutRows(tx: DbTransaction, rows: readonly PayoutFileRow[]): Promise<CheckedRow[]> {
  const taken: Taken = { sums: new Map(), twins: new Set() };
  const checked: CheckedRow[] = [];
  for (const row of rows) checked.push(await checkRow(tx, row, taken));
  return checked;
}

async function checkRow(tx: DbTransaction, row: PayoutFileRow, { sums, twins }: Taken): Promise<CheckedRow> {
  const { merchantNo, asset, amountMinor, clientRef, fault } = row;
  const blocked = (refusal: Refusal): CheckedRow => ({ ...row, looks: [], refusal });
  if (fault || amountMinor === null) return blocked(fault ?? unreadable(row));
  const { actor, now } = tx.context;
  const parties = await loadParties(tx, actor.scope, { merchantNo, asset, payee: null, channel: null });
  if (!parties.ok) return blocked(parties.refusal);
  const { merchant, payee, channel } = parties.value;
  const payoutNo = await findPayoutNoByReference(tx, merchant.id, clientRef);
  if (payoutNo !== null) {
    const message = `${merchantNo} has asked for ${clientRef} already: ${payoutNo}.`;
    return blocked(refuse("payout_reference_used", message, { reference: clientRef, payoutNo }).refusal);
  }
  const facts = await readFacts(tx, parties.value, { asset, amountMinor }, { on: accountingDayOf(now) });
  const [ofMerchant, ofBank] = [`${merchantNo} ${asset}`, `bank ${channel?.bankAccount} ${asset}`];
  const sumOf = (key: string) => sums.get(key) ?? 0n;
  const twin = `${payee?.accountRef} ${amountMinor}`;
  const decided = decidePayout({
    ...facts,
    settlementMinor: facts.settlementMinor - sumOf(ofMerchant),
    sameDayMinor: facts.sameDayMinor + sumOf(ofMerchant),
    channel: facts.channel && { ...facts.channel, reserveMinor: facts.channel.reserveMinor - sumOf(ofBank) },
    twinNos: twins.has(twin) ? [...facts.twinNos, clientRef] : facts.twinNos,
  });
  if (!decided.ok) return blocked(decided.refusal);
  for (const key of [ofMerchant, ofBank]) sums.set(key, sumOf(key) + amountMinor);
  twins.add(twin);
  return { ...row, looks: decided.value.looks, refusal: null };
}

function unreadable({ amountText, asset }: PayoutFileRow): Refusal {
  const message = `"${amountText}" is no amount above zero in ${asset}.`;
  return refuse("payout_row_amount", message, { text: amountText, asset }).refusal;
}
