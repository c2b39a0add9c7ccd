import type { PhysicalLine } from "../split-lines";
import { type ColumnPlan, cutCells, MAX_COLUMNS, planByHeader, planByPosition } from "./column-plan";
import { MappedSums } from "./control-totals";
import { type CellReading, MappedRow, type RowRules } from "./mapped-row";
import type { StatementMapping } from "./mapping";
import { because, type MappingReason } from "./mapping-reasons";
import { type MappedLine, readMappedLine, readSettlesOn } from "./read-mapped-line";
import { plainText } from "./trim-cell";
import { ZoneOffsets } from "./zone-offset";

/** Why a line is none: it stands above the lines, begins as a comment does, is blank, or has a value that is left out. */
export type SkippedBy = "LEADING" | "PREFIX" | "BLANK" | "ROW";

export type WalkedLine =
  | { readonly is: "SKIPPED"; readonly by: SkippedBy; readonly cells: readonly string[]; readonly index: number | null }
  | { readonly is: "HEADER"; readonly cells: readonly string[] }
  | { readonly is: "FOOTER"; readonly cells: readonly string[] }
  | {
      readonly is: "ROW";
      readonly cells: readonly string[];
      readonly readings: readonly CellReading[];
      readonly line: MappedLine | null;
    };

/** Lines above the header and of the footer that are kept for the totals which they may say. */
const MAX_STATED_LINES = 200;

/** Goes through a file line by line: what each line is to the mapping, and what it says. The parser and the preview share it. */
export class MappedFile {
  readonly above: string[] = [];
  readonly footer: string[] = [];
  readonly sums = new MappedSums();
  readonly leftOut = new Map<string, number>();
  settlesOn: string | null = null;
  /** Why this is no file of the mapping. */
  fault: MappingReason | null = null;
  plan: ColumnPlan | null;
  private readonly zone: ZoneOffsets;
  private rules: RowRules | null = null;

  constructor(
    readonly mapping: StatementMapping,
    private readonly isExplained = false,
  ) {
    this.zone = new ZoneOffsets(mapping.time.as === "LOCAL" ? mapping.time.zone : "+00:00");
    this.plan = mapping.header.is === "NONE" ? planByPosition(mapping.header.width) : null;
  }

  walk(line: PhysicalLine): WalkedLine {
    const { mapping } = this;
    const { text } = line;
    const cells = cutCells(text, mapping);
    const skipped = this.skippedAbove(line);
    if (skipped !== null) {
      if (this.above.length < MAX_STATED_LINES && skipped !== "BLANK") this.above.push(text);
      return { is: "SKIPPED", by: skipped, cells: cells ?? [text], index: null };
    }
    if (this.plan === null) {
      const found = planByHeader(text, mapping);
      if ("fault" in found) this.fault ??= found.fault;
      else this.plan = found.plan;
      return { is: "HEADER", cells: cells ?? [text] };
    }
    if (this.footer.length > 0 || mapping.footer?.prefixes.some((prefix) => text.startsWith(prefix))) {
      this.footer.push(text.slice(0, 4_096));
      const { maxLines = 0 } = mapping.footer ?? {};
      if (this.footer.length <= maxLines) return { is: "FOOTER", cells: cells ?? [text] };
      return refusedLine(cells ?? [text], because("footer_too_long", { limit: `${maxLines}` }));
    }
    return this.row(line, cells, this.plan);
  }

  /** Why the file that was walked through is none of the mapping; null when it is one. */
  whyNot(): MappingReason | null {
    return this.fault ?? (this.plan === null ? because("header_missing") : null);
  }

  private skippedAbove({ lineNo, text }: PhysicalLine): SkippedBy | null {
    const { leadingLines, prefixes } = this.mapping.skip;
    if (lineNo <= leadingLines) return "LEADING";
    if (this.footer.length === 0 && prefixes.some((prefix) => text.startsWith(prefix))) return "PREFIX";
    return plainText(text) === "" ? "BLANK" : null;
  }

  private row(line: PhysicalLine, found: readonly string[] | null, plan: ColumnPlan): WalkedLine {
    const { mapping } = this;
    if (found === null) return refusedLine([line.text], because("quote_open"));
    // An empty row as spreadsheets save it.
    if (found.length > 1 && found.length <= MAX_COLUMNS && found.every((cell) => plainText(cell) === "")) {
      return { is: "SKIPPED", by: "BLANK", cells: found, index: null };
    }
    const cells = fitWidth(found, plan);
    if (cells === null) {
      return refusedLine(found, because("cell_count", { found: `${found.length}`, expected: `${plan.names.length}` }));
    }
    this.rules ??= { mapping, plan, trims: new Set(mapping.trim), absent: new Set(mapping.absent.map(plainText)) };
    const row = new MappedRow(this.rules, cells, this.isExplained);
    const rule = mapping.skip.rows.find(({ column, text }) => plainText(row.text(column)) === plainText(text));
    if (rule && row.problem === null) {
      const name = `${rule.column} = ${rule.text}`;
      this.leftOut.set(name, (this.leftOut.get(name) ?? 0) + 1);
      return { is: "SKIPPED", by: "ROW", cells, index: row.index(rule.column) };
    }
    const read = readMappedLine(row, mapping, this.zone);
    this.checkDay(row, readSettlesOn(row, mapping));
    if (!line.isTerminated && mapping.text.endsWithLineEnd) row.fail(null, null, because("line_unterminated"));
    const isRefused = row.problem !== null;
    if (!isRefused) this.sums.add(read);
    return { is: "ROW", cells, readings: row.readings, line: isRefused ? null : read };
  }

  private checkDay(row: MappedRow, day: string | null): void {
    const column = this.mapping.settlesOn?.column;
    if (day === null || column === undefined) return;
    this.settlesOn ??= day;
    if (day !== this.settlesOn)
      row.fail("settlesOn", column, because("day_differs", { text: day, expected: this.settlesOn }));
  }
}

function refusedLine(cells: readonly string[], reason: MappingReason): WalkedLine {
  return { is: "ROW", cells, readings: [{ field: null, index: null, becomes: null, reason }], line: null };
}

/** The cells of a line as wide as its header, whose own empty cells at the end may be there or not. */
function fitWidth(cells: readonly string[], { names, paddedWidth }: ColumnPlan): readonly string[] | null {
  if (cells.length === names.length) return cells;
  if (cells.length !== paddedWidth) return null;
  return cells.slice(names.length).every((cell) => plainText(cell) === "") ? cells.slice(0, names.length) : null;
}
