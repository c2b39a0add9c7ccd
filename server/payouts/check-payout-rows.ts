import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { openTurn, type PayoutTurn } from "@/core/payouts/decide-in-turn";
import type { SecondLook } from "@/core/payouts/decide-payout";
import type { PayoutFileRow } from "@/core/payouts/read-payout-file";
import { type Refusal, refuse } from "@/core/result";
import { digestPayee } from "@/server/channels/digest-payee";
import { loadParties, readFacts } from "@/server/payouts/load-payout";
import { findPayoutNoByReference } from "@/server/store/payouts";
import type { DbTransaction } from "@/server/transact";

/** A row of a file with what would become of it; `refusal` null: it can be paid. */
export type CheckedRow = PayoutFileRow & { readonly looks: readonly SecondLook[]; readonly refusal: Refusal | null };

/**
 * Checks a file of payouts as a whole: each row against what the rows above it leave, in their order, as they will be asked for.
 * Nothing is held by it; what changes until the file is confirmed is found then, row by row.
 */
export async function checkPayoutRows(tx: DbTransaction, rows: readonly PayoutFileRow[]): Promise<CheckedRow[]> {
  const turn = openTurn();
  const checked: CheckedRow[] = [];
  for (const row of rows) checked.push(await checkRow(tx, row, turn));
  return checked;
}

async function checkRow(tx: DbTransaction, row: PayoutFileRow, turn: PayoutTurn): Promise<CheckedRow> {
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
  const payeeDigest = payee ? digestPayee(payee) : "";
  const decided = turn.decide(facts, { bankAccount: channel?.bankAccount ?? "", payeeDigest, no: clientRef });
  if (!decided.ok) return blocked(decided.refusal);
  return { ...row, looks: decided.value.looks, refusal: null };
}

function unreadable({ amountText, asset }: PayoutFileRow): Refusal {
  const message = `"${amountText}" is no amount above zero in ${asset}.`;
  return refuse("payout_row_amount", message, { text: amountText, asset }).refusal;
}
