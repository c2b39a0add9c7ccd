import { formatAmount } from "@/core/money/format-money";
import { type CloseFinding, differenceOf, type FindingCode } from "./findings";

type Say = (finding: CloseFinding, day: string) => string;

/**
 * What stands in the way, where, and what to do, in English; the pages say the same in the reader's language. Only what
 * can block a day has a sentence.
 */
const SENTENCES: Partial<Record<FindingCode, Say>> = {
  statement_awaited: ({ place, params }, day) =>
    `The statement of ${place} for ${day} is due on ${params.dueOn}. Wait for it, or waive it where none will come.`,
  statement_late: ({ place, params }, day) =>
    `The statement of ${place} for ${day} was due on ${params.dueOn} and is not here. Import it, or waive it where none will come.`,
  batch_running: ({ place }, day) =>
    `The reconciliation of ${place} for ${day} is running. Look again when it is done.`,
  batch_missing: ({ place, params }, day) =>
    `The statement of ${place} for ${day} (${params.statementNo}) was not reconciled. Run the reconciliation.`,
  batch_outdated: ({ place, params }, day) =>
    `${params.no} of ${place} for ${day} was run over a statement that was corrected since. Run it again.`,
  batch_unbalanced: ({ place, params }, day) =>
    `${params.no} of ${place} for ${day} does not balance. Open its proof, settle what it names and run it again.`,
  vouchers_entered: (finding, day) =>
    `${day} has ${finding.left} vouchers, and ${finding.right} of them have entries. Prove the books and let nobody post until it is explained.`,
  vouchers_alone: ({ params }, day) =>
    `${params.count} vouchers or entries of ${day} are without the other, ${params.no} first. Prove the books and let nobody post until it is explained.`,
  vouchers_unbalanced: ({ params }, day) =>
    `${params.count} vouchers of ${day} do not balance, ${params.no} first. Prove the books and let nobody post until it is explained.`,
  turnover: (finding, day) =>
    `Debits and credits of ${day} ${sayDifference(finding)}. Prove the books and let nobody post until it is explained.`,
  subject_accounts: (finding) =>
    `The accounts of subject ${finding.place} and the subject itself ${sayDifference(finding)}. Prove the books; the proof names the account.`,
  control_items: (finding) =>
    `Account ${finding.place} and the open items behind it ${sayDifference(finding)}. Find the voucher without an item, or the item without a voucher, and correct it under approval.`,
  bank_unexplained: (finding) =>
    `The bank and the books of ${finding.place} ${sayDifference(finding)}, and what is known does not explain it. Open the bank account and settle its lines.`,
  bank_behind: ({ place, params }, day) =>
    `The bank's statements of ${place} reach only ${params.closedOn}. Import the one of ${day}.`,
  channel_receivable: (finding) =>
    `The receivable of ${finding.place} and what its statements say ${sayDifference(finding)}. Open the channel's newest batch and its proof.`,
  trial_balance: (finding, day) =>
    `The trial balance of ${day} has two sides that ${sayDifference(finding)}. Prove the books and let nobody post until it is explained.`,
  turnover_reported: (finding, day) =>
    `The turnover that the trial balance of ${day} shows and that of the entries ${sayDifference(finding)}. Prove the books; an entry has no account of its own asset.`,
  cleared: (finding) =>
    `${finding.params.no} and the vouchers that it posted to fee income ${sayDifference(finding)}. Prove the books; a voucher of the batch is missing or was added.`,
  clearing_missing: (_, day) => `${day} was not cleared, and merchants' money moved on it. Run the clearing of ${day}.`,
  settled: (finding) =>
    `${finding.params.no} and the vouchers that it posted ${sayDifference(finding)}. Prove the books; a voucher of the batch is missing or was added.`,
  settlement_missing: ({ params }, day) =>
    `By ${day} something is due to ${params.count} merchants, and the day was not settled. Run the settlement of ${day}.`,
  settlement_unknown: (_, day) =>
    `The calendar of business days does not reach ${day}, so nobody can say what is due. Import the year and settle the day.`,
};

export function sayFinding(finding: CloseFinding, day: string): string {
  const say = SENTENCES[finding.code];
  return say ? say(finding, day) : `${finding.code} ${finding.place}`.trim();
}

function sayDifference({ asset, left, right }: CloseFinding): string {
  const difference = differenceOf({ left, right });
  if (difference === null) return "differ";
  const amount = asset === null ? difference : formatAmount(BigInt(difference), asset, "en");
  return `differ by ${amount}${asset === null ? "" : ` ${asset}`}`;
}
