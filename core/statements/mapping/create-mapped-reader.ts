import { scaleOf } from "@/core/money/format-money";
import { maskCardNumbers } from "../mask-card-numbers";
import type { FormatEnd, FormatReader, LineReading, Tally } from "../run-parser";
import type { PhysicalLine } from "../split-lines";
import { compareMappedTotals } from "./control-totals";
import { toRowProblem } from "./mapped-row";
import type { StatementMapping } from "./mapping";
import { sayMappingReason } from "./mapping-reasons";
import { MappedFile } from "./walk-mapped-file";

/** Reads a file that is none of the known formats, as its channel's mapping says. */
export function createMappedReader(mapping: StatementMapping): FormatReader {
  const file = new MappedFile(mapping);
  const { encoding } = mapping.text;
  const reader = {
    read: (line: PhysicalLine) => readLine(line, file),
    end: (tally: Tally) => endOf(file, tally),
  };
  if (encoding === "AUTO") return reader;
  return { ...reader, guess: () => (encoding === "GB18030" ? "gb18030" : "utf-8") };
}

function readLine(line: PhysicalLine, file: MappedFile): LineReading {
  if (file.fault !== null) return null;
  const walked = file.walk(line);
  if (walked.is !== "ROW" || file.plan === null) return null;
  if (walked.line !== null) {
    return { line: { lineNo: line.lineNo, byteOffset: line.byteOffset, raw: line.text, ...walked.line } };
  }
  const problem = walked.readings.find(({ reason }) => reason !== null);
  return problem?.reason ? { problem: toRowProblem(problem.index, problem.reason, file.plan) } : null;
}

function endOf(file: MappedFile, tally: Tally): FormatEnd {
  const fault = file.whyNot();
  const { mapping, footer, above, sums, leftOut } = file;
  const isFootless = mapping.footer?.isRequired === true && footer.length === 0;
  const scale = scaleOf(tally.asset || (mapping.asset.by === "FIXED" ? mapping.asset.asset : "CNY"));
  const notes = [...leftOut].map(([rule, count]) => [`left out: ${rule}`, `${count}`] as const);
  return {
    layout: mapping.header.is === "ROW" ? "by name" : "by position",
    footer: notes.length > 0 || footer.length > 0 ? Object.fromEntries([...toFooter(footer), ...notes]) : null,
    settlesOn: file.settlesOn,
    unknown: fault && sayMappingReason(fault),
    missing: isFootless ? `the footer that begins with ${mapping.footer?.prefixes.join(" or ")}` : null,
    disagreements: compareMappedTotals(mapping, { above, footer }, sums, scale),
  };
}

/** Kept in the file's own words, so that whoever looks at the statement sees what it said about itself. */
function toFooter(lines: readonly string[]): [string, string][] {
  return lines
    .slice(0, MAX_KEPT_FOOTER)
    .map((line, index) => [`footer ${index + 1}`, maskCardNumbers(line, []).slice(0, MAX_KEPT_CHARS)]);
}

const MAX_KEPT_FOOTER = 20;
const MAX_KEPT_CHARS = 500;
