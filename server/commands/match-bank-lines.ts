import "server-only";
import type { MatchBankLinesInput, UnmatchBankLinesInput } from "@/contracts/bank-views";
import type { RemittanceFacts } from "@/core/remittances/match-remittances";
import { nameLine } from "@/core/remittances/name-line";
import type { PlannedMatch } from "@/core/remittances/remittance";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { findBankAccount, listBankAccounts, lockBankBook } from "@/server/bank/bank-accounts";
import { closeExplained, openUnexplained } from "@/server/bank/bank-suspense";
import { loadFacts } from "@/server/bank/load-facts";
import { makeMatches } from "@/server/bank/make-matches";
import { type BankMatched, matchBankAccount } from "@/server/bank/match-bank-account";
import { undoMatch } from "@/server/bank/undo-matches";
import { defineCommand } from "@/server/command";
import type { DbTransaction } from "@/server/transact";

type Matched = { matchNo: string };
type AccountMatched = { account: string } & BankMatched;

/** Tries all open lines of a bank account, or of every one, again: statements of channels may have come in since. */
export const matchBankAccounts = defineCommand<{ readonly account: string | null }, AccountMatched>({
  action: "bank.match",
  permission: "bank.match",
  object: ({ account }) => ({ type: "bank_account", no: account ?? "" }),
  toHashed: ({ account }) => ({ account }),
  async effect(tx, { account }) {
    const total = { matched: 0, undone: 0, opened: 0, closed: 0, open: 0 };
    const accounts = (await listBankAccounts(tx, account)).filter(({ kind }) => kind === "RESERVE");
    for (const code of [...new Set(accounts.map((one) => one.code))].sort()) await lockBankBook(tx, code);
    for (const one of accounts) {
      const run = await matchBankAccount(tx, one);
      for (const key of ["matched", "undone", "opened", "closed", "open"] as const) total[key] += run[key];
    }
    return accept({ account: account ?? "", ...total });
  },
});

/**
 * A person says which lines are which days. Only where the lines name the channel and the sums are one to the cent: the
 * names are the proof, and the person says what the desk could not read out of them. What no name proves is not matched
 * by hand; its channel is asked for a reference, and the money waits in suspense meanwhile.
 */
export const matchBankLines = defineCommand<MatchBankLinesInput, Matched>({
  action: "bank.match",
  permission: "bank.match",
  object: ({ lineIds }) => ({ type: "bank_line", no: lineIds.join(",") }),
  toHashed: ({ account, asset, lineIds, days, reason }) => ({ account, asset, lineIds, days, reason }),
  async effect(tx, input) {
    await lockBankBook(tx, input.account);
    const account = await findBankAccount(tx, input.account, input.asset);
    if (!account) return refuse("bank_account_unknown", `There is no bank account ${input.account} in ${input.asset}.`);
    const facts = await loadFacts(tx, account);
    const planned = planByHand(facts, input);
    if (!planned.ok) return planned;
    const [match] = await makeMatches(tx, account, [planned.value], input.reason);
    invariant(match, "one match was planned");
    await closeExplained(tx, account);
    return accept({ matchNo: match.matchNo });
  },
});

function planByHand(facts: RemittanceFacts, input: MatchBankLinesInput): Result<PlannedMatch> {
  const lines = facts.lines.filter((line) => input.lineIds.includes(`${line.id}`));
  const days = facts.days.filter((day) =>
    input.days.some((one) => one.channel === day.channel && one.settlesOn === day.settlesOn),
  );
  if (lines.length !== input.lineIds.length || days.length !== input.days.length) {
    return refuse(
      "bank_match_changed",
      "A line or a day is matched already, or is gone. Look again; nothing was matched.",
    );
  }
  const channels = new Set(days.map((day) => day.channel));
  const isNamed = lines.every((line) => channels.has(nameLine(line, facts.remitters).channel ?? ""));
  if (channels.size !== 1 || !isNamed) {
    const message =
      "A line does not name the channel of these days, and an amount alone proves nothing. Ask the channel or the bank for a reference; nothing was matched.";
    return refuse("bank_match_unproven", message);
  }
  const received = lines.reduce((sum, line) => sum + line.signedMinor, 0n);
  const expected = days.reduce((sum, day) => sum + day.openMinor, 0n);
  if (received !== expected || received <= 0n) {
    const message = `The lines come to ${received} and the days to ${expected} in minor units; they have to be one sum. Nothing was matched.`;
    return refuse("bank_match_sum_differs", message, {
      received: `${received}`,
      expected: `${expected}`,
      asset: input.asset,
    });
  }
  const booked = days.flatMap((day) => day.booked);
  return accept({
    rule: "MANUAL",
    reasons: ["NAMES_CHANNEL", "SUM_IS_EXACT"],
    lineIds: lines.map((line) => line.id),
    days: days.map(({ channel, settlesOn, openMinor }) => ({ channel, settlesOn, amountMinor: openMinor })),
    voucherIds: booked.map((one) => one.voucherId),
  });
}

type MatchRow = { id: bigint; match_no: string; undone_at: Date | null; code: string; asset: string };

/** Undoes a match with a reason: what it posted is reversed, and its lines are unexplained again. */
export const unmatchBankLines = defineCommand<UnmatchBankLinesInput, Matched>({
  action: "bank.unmatch",
  permission: "bank.match",
  object: ({ matchNo }) => ({ type: "bank_match", no: matchNo }),
  toHashed: ({ matchNo, reason }) => ({ matchNo, reason }),
  async effect(tx, { matchNo, reason }) {
    const found = await findMatch(tx, matchNo);
    if (!found) return refuse("bank_match_unknown", `There is no match ${matchNo}.`, { matchNo });
    await lockBankBook(tx, found.code);
    const match = await findMatch(tx, matchNo);
    if (!match || match.undone_at !== null) {
      return refuse("bank_match_undone", `${matchNo} was undone already. Nothing was changed.`, { matchNo });
    }
    const account = await findBankAccount(tx, match.code, match.asset);
    invariant(account, `${match.code} is in the bank book`);
    await undoMatch(tx, match, reason, tx.context.actor.userId);
    await openUnexplained(tx, account);
    return accept({ matchNo });
  },
});

async function findMatch(tx: DbTransaction, matchNo: string): Promise<MatchRow | null> {
  const [row] = await tx.query<MatchRow>(
    `SELECT m.id, m.match_no, m.undone_at, b.code, b.asset FROM bank_matches m JOIN bank_accounts b ON b.id = m.bank_account_id
     WHERE m.match_no = $1`,
    [matchNo],
  );
  return row ?? null;
}
