import "server-only";
import { matchRemittances } from "@/core/remittances/match-remittances";
import type { BankAccountRow } from "@/server/bank/bank-accounts";
import { closeExplained, openUnexplained } from "@/server/bank/bank-suspense";
import { bounceReturned } from "@/server/bank/bounce-returned";
import { loadFacts } from "@/server/bank/load-facts";
import { makeMatches } from "@/server/bank/make-matches";
import { undoMatchesOfDropped, undoMatchesOfTakenBack } from "@/server/bank/undo-matches";
import type { DbTransaction } from "@/server/transact";

/** What one run over a bank account has changed. */
export type BankMatched = { matched: number; undone: number; opened: number; closed: number; open: number };

/**
 * Brings the matches of a reserve bank account in line with its lines and with what is expected there: undoes what a
 * corrected file took away, matches what is proven, and keeps everything else in the account's suspense, so that bank and
 * book are one balance. Running it again changes nothing. The caller holds the account's lock (`lockBankBook`).
 */
export async function matchBankAccount(tx: DbTransaction, account: BankAccountRow): Promise<BankMatched> {
  const undone = (await undoMatchesOfDropped(tx, account)) + (await undoMatchesOfTakenBack(tx, account));
  await bounceReturned(tx, account);
  const facts = await loadFacts(tx, account);
  const plan = matchRemittances(facts);
  await makeMatches(tx, account, plan.matches);
  const closed = await closeExplained(tx, account);
  const opened = await openUnexplained(tx, account);
  return { matched: plan.matches.length, undone, opened, closed, open: plan.breaks.length };
}
