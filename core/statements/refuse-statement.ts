import { toDecimalString } from "@/core/money/parse-money";
import { refuse } from "@/core/result";
import type { SplitFailure } from "./split-lines";
import {
  MAX_PROBLEMS,
  type StatementProblem,
  type StatementRefusal,
  type StatementRefusalCode,
  type StatementTotals,
} from "./statement";

type Refused = { ok: false; refusal: StatementRefusal };

export function refuseStatement(
  code: StatementRefusalCode,
  message: string,
  params?: Record<string, string>,
  details?: readonly string[],
): Refused {
  return refuse(code, message, params, details);
}

/** The refusal of a file that cannot be decoded or cut beyond some byte: nothing behind it can be trusted. */
export function refuseAtByte(failure: SplitFailure): Refused {
  const { code, lineNo, byteOffset, reason } = failure;
  const where = `line ${lineNo} (byte ${byteOffset}): ${reason}`;
  const message = `The file cannot be read: ${where}. Fetch it from the channel again, unchanged.`;
  return refuseStatement(code, message, { lineNo: `${lineNo}`, byteOffset: `${byteOffset}`, reason }, [where]);
}

/** The refusal of a file whose lines cannot be read. Its code is the lines' own when they all have the same trouble. */
export function refuseLines(problems: readonly StatementProblem[]): Refused {
  const codes = new Set(problems.map((problem) => problem.code));
  const [only] = codes.size === 1 ? codes : [];
  const first = problems[0];
  const count = problems.length < MAX_PROBLEMS ? `${problems.length}` : `at least ${MAX_PROBLEMS}`;
  const refused = refuseStatement(
    only ?? "statement_lines_unreadable",
    `${count} line(s) cannot be read, so nothing of the file was taken. First: ${first ? sayProblem(first) : "unknown"}. ` +
      "Fetch the file from the channel again, and don't open it in a spreadsheet in between.",
    {
      count: `${problems.length}`,
      lineNo: `${first?.lineNo ?? 0}`,
      column: first?.column ?? "",
      reason: first?.reason ?? "",
    },
    problems.map(sayProblem),
  );
  return { ok: false, refusal: { ...refused.refusal, problems } };
}

export function refuseTruncated(missing: string, lines: number, problems: readonly StatementProblem[]): Refused {
  return refuseStatement(
    "statement_truncated",
    `The file ends after ${lines} readable line(s) without ${missing}: it was cut off. Fetch it from the channel again.`,
    { missing, lines: `${lines}` },
    problems.map(sayProblem),
  );
}

/**
 * One control total beside what the lines add up to: both worded in English, and as `figures` in the file's own words and
 * numbers alone, for sentences of any language.
 */
export type Disagreement = {
  field: string;
  footer: string;
  lines: string;
  figures: { readonly name: string; readonly footer: string; readonly lines: string };
};

/** A sentence in somebody's language holds the first of them. */
const MAX_TOTALS_SAID = 5;

export function refuseTotals(disagreements: readonly Disagreement[]): Refused {
  const footer = disagreements.map((total) => total.footer).join(", ");
  const lines = disagreements.map((total) => total.lines).join(", ");
  return refuseStatement(
    "statement_totals_disagree",
    `The footer says ${footer}; the lines add up to ${lines}. The file is incomplete or was changed: fetch it from the channel again.`,
    { fields: disagreements.map((total) => total.field).join(", "), ...sayFigures(disagreements) },
    disagreements.map((total) => `${total.field}: the footer says ${total.footer}, the lines add up to ${total.lines}`),
  );
}

/** "交易合计 2 (10.00)" and "1 (10.00)"; where there are several, each is named on both sides. */
function sayFigures(disagreements: readonly Disagreement[]): { footer: string; lines: string } {
  const more = disagreements.length > MAX_TOTALS_SAID ? ", …" : "";
  const said = disagreements.slice(0, MAX_TOTALS_SAID).map(({ figures }) => figures);
  const footer = said.map((total) => `${total.name} ${total.footer}`).join(", ") + more;
  const lines = said.map((total) => (said.length > 1 ? `${total.name} ${total.lines}` : total.lines)).join(", ") + more;
  return { footer, lines };
}

/** How many and how much: "2 (10.00)". */
export function figuresOf(count: bigint | number, amountMinor: bigint): string {
  return `${count} (${toDecimalString(amountMinor, 2)})`;
}

export function sayTotals(totals: StatementTotals, what: string, scale: number): string {
  return `${totals.count} ${what}${totals.count === 1 ? "" : "s"} of ${toDecimalString(totals.amountMinor, scale)}`;
}

/** Where and why: "line 5, column 手续费: the amount is missing". */
export function sayProblem(problem: StatementProblem): string {
  const column = problem.column === null ? "" : `, column ${problem.column}`;
  return `line ${problem.lineNo}${column}: ${problem.reason}`;
}
