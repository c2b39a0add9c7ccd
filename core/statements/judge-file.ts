import { type Disagreement, refuseLines, refuseStatement, refuseTotals, refuseTruncated } from "./refuse-statement";
import { MAX_PROBLEMS, type StatementProblem, type StatementRefusal } from "./statement";

/** What is wrong with a file as a whole, whatever it lists. */
export type FileFaults = {
  readonly format: string;
  /** Why it is not a file of the format at all, in words that follow "The file". */
  readonly unknown: string | null;
  /** It needs a settlement date to be read, and has none. */
  readonly isUndated?: boolean;
  /** The mandatory part that it ends without. */
  readonly missing: string | null;
  readonly problems: readonly StatementProblem[];
  readonly disagreements: readonly Disagreement[];
  /** How many lines could be read. */
  readonly lines: number;
};

type Refused = { ok: false; refusal: StatementRefusal };

/** The refusal ladder of every format: the most basic fault first, one refusal for the file; null when there is none. */
export function judgeFile(faults: FileFaults): Refused | null {
  const { format, unknown, missing, problems, disagreements, lines } = faults;
  if (unknown !== null) {
    const message = `The file ${unknown}, so it is not a ${format} file that the desk reads. Check which one was downloaded.`;
    return refuseStatement("statement_format_unknown", message, { format, reason: unknown });
  }
  if (faults.isUndated) {
    const message =
      "The settlement date stands only in the file's name, which was changed. Rename the file back, or give the date.";
    return refuseStatement("statement_settlement_date_missing", message);
  }
  // A single broken line at the end of a file that is not complete is what a cut leaves behind.
  if (missing !== null && problems.length <= 1) return refuseTruncated(missing, lines, problems);
  if (problems.length > 0) return refuseLines(problems.slice(0, MAX_PROBLEMS));
  return disagreements.length > 0 ? refuseTotals(disagreements.slice(0, MAX_PROBLEMS)) : null;
}
