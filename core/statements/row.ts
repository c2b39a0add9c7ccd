import { ASSET_SCALES } from "@/core/money/assets";
import { scaleOf } from "@/core/money/format-money";
import { absMinor, divideHalfUp, MAX_AMOUNT_MINOR } from "@/core/money/money";
import { parseDecimalAmount } from "@/core/money/parse-money";
import { type LineReason, sayLineReason, why } from "./line-reasons";
import { readChinaTime } from "./read-time";
import { MAX_CELL_CHARS, type StatementLineCode } from "./statement";

/** The cells of a line that are cut out of it when they are asked for. `isShort`: none can be too long. */
export type CutCells = { readonly length: number; readonly isShort: boolean; at(column: number): string | undefined };

/** Fees are kept to 1/100000 of the major unit, as WeChat writes them. */
export const FEE_SCALE = 5;

/** Twice what any channel allows; numbers are indexed, and an index has its limit. */
const MAX_ID_CHARS = 128;

/** `reason` is the English of `why`. */
export type RowProblem = {
  code: StatementLineCode;
  column: string | null;
  reason: string;
  why: LineReason;
};

const EXPONENT = /^[+-]?\d{1,3}(?:\.\d{0,20})?[eE][+-]?\d{1,3}$/;
const ROUNDED_NUMBER = /^\d(?:\.\d{0,20})?E\+\d{1,2}$/;
const CONTROL_CHARACTER = /\p{Cc}/u;

/**
 * Typed reads of one line's cells. The first cell that cannot be read is remembered in `problem` and the reads go on with
 * neutral values, so that a format's reader is straight code; it looks at `problem` once, at its end.
 */
export class Row {
  problem: RowProblem | null = null;

  constructor(
    private readonly cells: readonly string[] | CutCells,
    private readonly names: readonly string[],
  ) {
    if (!Array.isArray(cells) && (cells as CutCells).isShort) return;
    for (let column = 0; column < cells.length; column += 1) {
      if ((cells.at(column)?.length ?? 0) <= MAX_CELL_CHARS) continue;
      this.fail(column, why("cell_too_long", { limit: `${MAX_CELL_CHARS}` }), "statement_cell_too_long");
    }
  }

  fail(column: number | null, reason: LineReason, code: StatementLineCode = "statement_lines_unreadable"): void {
    const name = column === null ? null : (this.names[column] ?? `${column + 1}`);
    this.problem ??= { code, column: name, reason: sayLineReason(reason), why: reason };
  }

  /** The trimmed cell; empty where the file has no such column. */
  text(column: number): string {
    return column < 0 ? "" : (this.cells.at(column) ?? "").trim();
  }

  /** A number that identifies something; null when absent ("" or WeChat's "0"). */
  id(column: number): string | null {
    const text = this.text(column);
    if (text === "" || text === "0") return null;
    if (isPlainId(text)) return text;
    if (ROUNDED_NUMBER.test(text)) {
      this.fail(column, why("number_rounded", { text }), "statement_exponent_number");
    } else if (text.length > MAX_ID_CHARS) {
      this.fail(column, why("number_too_long", { limit: `${MAX_ID_CHARS}` }));
    } else if (CONTROL_CHARACTER.test(text)) {
      this.fail(column, why("number_control"));
    }
    return text;
  }

  /** A signed amount in units of 10^-scale; 0 where the file has no such column or the cell is empty. */
  decimal(column: number, scale: number): bigint {
    return this.read(column, this.text(column), scale);
  }

  /** As `decimal`, but the cell must be there and hold an amount. */
  requiredDecimal(column: number, scale: number): bigint {
    const text = this.text(column);
    if (text === "") this.fail(column, why("amount_missing"));
    return this.read(column, text, scale);
  }

  private read(column: number, text: string, scale: number): bigint {
    // Most amount cells of a bill are one of these.
    if (text === "" || text === "0.00" || text === "0.00000" || text === "0") return 0n;
    const parsed = parseDecimalAmount(text, scale);
    if (!parsed.ok) {
      const { code, params = {} } = parsed.refusal;
      if (EXPONENT.test(text)) this.fail(column, why("amount_exponent", { text }), "statement_exponent_number");
      else this.fail(column, why(code, params));
      return 0n;
    }
    const limit = scale === FEE_SCALE ? MAX_AMOUNT_MINOR * 1000n : MAX_AMOUNT_MINOR;
    if (absMinor(parsed.value) > limit) this.fail(column, why("amount_too_large", { text }));
    return parsed.value;
  }

  time(column: number): string {
    const time = readChinaTime(this.text(column));
    if (time === null) this.fail(column, why("time_not_read", { text: this.text(column) }));
    return time ?? "";
  }

  /** The asset and its scale. A file without the column is in CNY. */
  asset(column: number): { asset: string; scale: number } {
    const asset = this.text(column) || YUAN.asset;
    if (asset === YUAN.asset) return YUAN;
    // hasOwn: a cell that says "constructor" is not an asset.
    if (Object.hasOwn(ASSET_SCALES, asset)) return { asset, scale: scaleOf(asset) };
    this.fail(column, why("asset_unknown", { text: asset }));
    return YUAN;
  }
}

/** Letters, digits, hyphens and underscores, as nearly every number is made of: neither rounded nor hiding anything. */
function isPlainId(text: string): boolean {
  if (text.length > MAX_ID_CHARS) return false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isLetter = (code | 32) >= 97 && (code | 32) <= 122;
    if (!isLetter && (code < 48 || code > 57) && code !== 45 && code !== 95) return false;
  }
  return true;
}

const YUAN = { asset: "CNY", scale: scaleOf("CNY") };
const UNITS_BY_DECIMALS = Array.from({ length: FEE_SCALE + 1 }, (_, decimals) => 10n ** BigInt(decimals));

/** How many units of 10^-FEE_SCALE one minor unit of an asset with `scale` decimals is. */
export function unitAtFeeScale(scale: number): bigint {
  return UNITS_BY_DECIMALS[FEE_SCALE - scale] ?? 1n;
}

/** The named rule for fees finer than the minor unit: each line's fee is rounded half up, sums are of rounded fees. */
export function roundFee(feeE5: bigint, scale: number): bigint {
  return feeE5 === 0n ? 0n : divideHalfUp(feeE5, unitAtFeeScale(scale));
}
