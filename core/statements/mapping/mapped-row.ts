import { ASSET_SCALES } from "@/core/money/assets";
import { scaleOf } from "@/core/money/format-money";
import { toDecimalString } from "@/core/money/parse-money";
import type { RowProblem } from "../row";
import { MAX_CELL_CHARS, type StatementLineCode } from "../statement";
import type { ColumnPlan } from "./column-plan";
import type { ColumnRef, MappedField, StatementMapping, Trim, ValueOf } from "./mapping";
import { because, type MappingReason, sayMappingReason } from "./mapping-reasons";
import { readMappedAmount } from "./read-mapped-amount";
import { plainText, trimCell } from "./trim-cell";

/** As long as any channel's number is twice over; numbers are indexed, and an index has its limit. */
const MAX_NUMBER_CHARS = 128;
const ROUNDED_NUMBER = /^\d(?:\.\d{0,20})?E\+\d{1,2}$/;
const CONTROL_CHARACTER = /\p{Cc}/u;

/** One cell that a mapping reads: what for, and what it becomes or why it cannot. `index` is null for the line itself. */
export type CellReading = {
  readonly field: MappedField | null;
  readonly index: number | null;
  readonly becomes: string | null;
  readonly reason: MappingReason | null;
};

/** The rules of a mapping, made ready once for a whole file. */
export type RowRules = {
  readonly mapping: StatementMapping;
  readonly plan: ColumnPlan;
  readonly trims: ReadonlySet<Trim>;
  readonly absent: ReadonlySet<string>;
};

/**
 * Typed reads of one line's cells. What cannot be read is noted beside its cell, and the reads go on with neutral values,
 * so that a preview shows all that is wrong with a line; a line with any note is refused.
 */
export class MappedRow {
  readonly readings: CellReading[] = [];
  constructor(
    private readonly rules: RowRules,
    private readonly cells: readonly string[],
    /** Whether it is told what each cell becomes: a preview needs it, a million lines do not. */
    private readonly isExplained: boolean,
  ) {
    const tooLong = cells.findIndex((cell) => cell.length > MAX_CELL_CHARS);
    if (tooLong >= 0) this.fail(null, tooLong, because("cell_too_long", { limit: `${MAX_CELL_CHARS}` }));
  }

  get problem(): CellReading | null {
    return this.readings.find(({ reason }) => reason !== null) ?? null;
  }

  index(column: ColumnRef): number {
    return this.rules.plan.indexOf.get(column) ?? -1;
  }

  text(column: ColumnRef): string {
    return trimCell(this.cells[this.index(column)] ?? "", this.rules.trims);
  }

  note(field: MappedField, column: ColumnRef, becomes: string): void {
    if (this.isExplained) this.readings.push({ field, index: this.index(column), becomes, reason: null });
  }

  noteAmount(field: MappedField, column: ColumnRef, minor: bigint, scale: number, asset: string): void {
    if (this.isExplained) this.note(field, column, `${toDecimalString(minor, scale)} ${asset}`);
  }

  fail(field: MappedField | null, at: ColumnRef | number | null, reason: MappingReason): void {
    const index = typeof at === "string" ? this.index(at) : at;
    this.readings.push({ field, index, becomes: null, reason });
  }

  isAbsent(column: ColumnRef): boolean {
    const text = this.text(column);
    return text === "" || this.rules.absent.has(plainText(text));
  }

  /** A number that identifies something, to the letter; null where the mapping says that none is there. */
  number(field: MappedField, column: ColumnRef | null): string | null {
    if (column === null || this.isAbsent(column)) return null;
    const text = this.text(column);
    if (ROUNDED_NUMBER.test(text)) this.fail(field, column, because("number_rounded", { text }));
    else if (text.length > MAX_NUMBER_CHARS)
      this.fail(field, column, because("number_too_long", { limit: `${MAX_NUMBER_CHARS}` }));
    else if (CONTROL_CHARACTER.test(text)) this.fail(field, column, because("number_control"));
    else if (plainText(text) !== text) this.fail(field, column, because("number_untrimmed"));
    else this.note(field, column, text);
    return text;
  }

  /** What a listed text means; a text that is not listed is refused and never taken for anything. */
  value<T extends string>(field: MappedField, column: ColumnRef, values: readonly ValueOf<T>[]): T | null {
    const text = plainText(this.text(column));
    const listed = values.find((value) => plainText(value.text) === text);
    if (listed) this.note(field, column, listed.means);
    else this.fail(field, column, text === "" ? because("value_missing") : because("value_unmapped", { text }));
    return listed?.means ?? null;
  }

  /** An amount in units of 10^-scale; `unitScale` are the asset's decimals. Zero where it cannot be read. */
  amount(field: MappedField, column: ColumnRef, unitScale: number, scale: number): bigint {
    const read = readMappedAmount(this.text(column), unitScale, scale, this.rules.mapping);
    if ("minor" in read) return read.minor;
    this.fail(field, column, read.reason);
    return 0n;
  }

  asset(): { asset: string; scale: number } {
    const rule = this.rules.mapping.asset;
    if (rule.by === "FIXED") return { asset: rule.asset, scale: scaleOf(rule.asset) };
    const text = plainText(this.text(rule.column));
    const asset = rule.values.find((value) => plainText(value.text) === text)?.means ?? text.toUpperCase();
    // hasOwn: a cell that says "constructor" is not an asset.
    if (Object.hasOwn(ASSET_SCALES, asset)) {
      this.note("asset", rule.column, asset);
      return { asset, scale: scaleOf(asset) };
    }
    this.fail("asset", rule.column, because("asset_unknown", { text }));
    return { asset: "CNY", scale: 2 };
  }
}

const CODES: Partial<Record<MappingReason["code"], StatementLineCode>> = {
  cell_too_long: "statement_cell_too_long",
  amount_exponent: "statement_exponent_number",
  number_rounded: "statement_exponent_number",
};

/** The first thing wrong with a line, as the refusals of all formats word it. */
export function toRowProblem(index: number | null, reason: MappingReason, plan: ColumnPlan): RowProblem {
  const column = index === null ? null : (plan.names[index] ?? `${index + 1}`);
  const code = CODES[reason.code] ?? "statement_lines_unreadable";
  return { code, column, reason: sayMappingReason(reason), why: reason };
}
