import type { StatementLine } from "../statement";

/** How a file separates its cells. */
export const DELIMITERS = { COMMA: ",", TAB: "\t", SEMICOLON: ";", PIPE: "|" } as const;
/** With what a cell is quoted that holds the delimiter; doubled inside. A cell never goes on over a line end. */
export const QUOTES = { DOUBLE: '"', SINGLE: "'", NONE: null } as const;
/** AUTO is what the other formats do: a BOM or strict UTF-8, else GB18030. */
export const ENCODINGS = ["AUTO", "UTF_8", "GB18030"] as const;
/** What is taken off a cell: blanks and tabs, back-ticks and quotes at both ends, the leading apostrophe of a spreadsheet. */
export const TRIMS = ["SPACES", "TABS", "BACKTICKS", "QUOTES", "APOSTROPHE"] as const;
export const THOUSANDS = { NONE: "", COMMA: ",", POINT: ".", SPACE: " ", APOSTROPHE: "'" } as const;
export const DECIMAL_MARKS = { POINT: ".", COMMA: "," } as const;

/** The ways to write a day that a mapping may name. One-letter parts take one or two digits, the others exactly as many. */
export const DATE_PATTERNS = [
  "YYYY-MM-DD",
  "YYYY/MM/DD",
  "YYYY.MM.DD",
  "YYYYMMDD",
  "YYYY年MM月DD日",
  "YYYY-M-D",
  "YYYY/M/D",
  "YYYY年M月D日",
  "DD/MM/YYYY",
  "MM/DD/YYYY",
  "DD.MM.YYYY",
  "DD-MM-YYYY",
  "D/M/YYYY",
  "M/D/YYYY",
] as const;
/** The ways to write a time of day. A fraction of a second is read and dropped. */
export const TIME_PATTERNS = ["HH:mm:ss", "HH:mm", "HH:mm:ss.SSS", "H:mm:ss", "H:mm", "HHmmss", "HHmm"] as const;
export const JOINTS = { BLANK: " ", T: "T", NONE: "" } as const;
/** Ways to write an instant that need no time zone. */
export const INSTANT_PATTERNS = ["RFC3339", "UNIX_SECONDS", "UNIX_MILLISECONDS"] as const;

export const NUMBER_FIELDS = ["orderNo", "refundNo", "channelTradeNo", "channelRefundNo", "merchantNo"] as const;
export const TOTAL_MEASURES = [
  "LINE_COUNT",
  "PAYMENT_COUNT",
  "REFUND_COUNT",
  "PAYMENT_SUM",
  "REFUND_SUM",
  "NET_SUM",
  "GROSS_SUM",
  "FEE_SUM",
] as const;

export type NumberField = (typeof NUMBER_FIELDS)[number];
export type TotalMeasure = (typeof TOTAL_MEASURES)[number];
export type DatePattern = (typeof DATE_PATTERNS)[number];
export type TimePattern = (typeof TIME_PATTERNS)[number];
export type InstantPattern = (typeof INSTANT_PATTERNS)[number];
export type Trim = (typeof TRIMS)[number];

/** A column: its name in the header row, or its position from 1 ("3") in a file without one. */
export type ColumnRef = string;

/** A text of the file and what it means to us. A text that is not listed refuses its line. */
export type ValueOf<T> = { readonly text: string; readonly means: T };

/**
 * AMOUNT: the sign, or which of two columns is filled, tells payments from refunds. COLUMN: a text does; where the
 * amount is signed as well, both have to agree.
 */
export type KindRule =
  | { readonly by: "AMOUNT" }
  | { readonly by: "COLUMN"; readonly column: ColumnRef; readonly values: readonly ValueOf<StatementLine["kind"]>[] }
  | { readonly by: "FIXED"; readonly kind: StatementLine["kind"] };

export type StatusRule =
  | { readonly by: "COLUMN"; readonly column: ColumnRef; readonly values: readonly ValueOf<StatementLine["status"]>[] }
  | { readonly by: "FIXED"; readonly status: StatementLine["status"] };

/** UNSIGNED: never negative. SIGNED: which sign a refund has. IN_OUT: payments in one column, refunds in another. */
export type AmountRule =
  | { readonly by: "UNSIGNED"; readonly column: ColumnRef }
  | { readonly by: "SIGNED"; readonly column: ColumnRef; readonly refundIs: "NEGATIVE" | "POSITIVE" }
  | { readonly by: "IN_OUT"; readonly inColumn: ColumnRef; readonly outColumn: ColumnRef };

/** UNSIGNED: charged on a payment, returned on a refund. The other two say which sign a fee has that is charged to us. */
export type FeeRule = {
  readonly column: ColumnRef;
  readonly charged: "POSITIVE" | "NEGATIVE" | "UNSIGNED";
};

export type AssetRule =
  | { readonly by: "FIXED"; readonly asset: string }
  | { readonly by: "COLUMN"; readonly column: ColumnRef; readonly values: readonly ValueOf<string>[] };

export type TimeRule =
  | { readonly as: "INSTANT"; readonly column: ColumnRef; readonly pattern: InstantPattern }
  | {
      readonly as: "LOCAL";
      readonly column: ColumnRef;
      /** Where the time of day stands in a column of its own; `joint` is then of no meaning. */
      readonly timeColumn: ColumnRef | null;
      readonly date: DatePattern;
      /** Null: the file says days only, and every line happened as its day began. */
      readonly time: TimePattern | null;
      readonly joint: keyof typeof JOINTS;
      /** An IANA name or an offset such as +08:00. */
      readonly zone: string;
    };

/**
 * A figure that the file says about itself. LABEL: what follows this text, in the footer or in a line skipped above it.
 * CELL: a cell of a line of the footer, both from 1. Sums are written as the lines' amounts are; their sign is ignored,
 * but for NET_SUM and FEE_SUM.
 */
export type TotalRule = {
  readonly measure: TotalMeasure;
  /** Whether lines count that failed or are still under way. */
  readonly counts: "ALL" | "SUCCEEDED";
  readonly at:
    | { readonly in: "LABEL"; readonly label: string }
    | { readonly in: "CELL"; readonly line: number; readonly cell: number };
};

/** How a channel's file is read that is none of the known formats. Checked by `findMappingFaults`; a version never changes. */
export type StatementMapping = {
  readonly text: {
    readonly encoding: (typeof ENCODINGS)[number];
    readonly delimiter: keyof typeof DELIMITERS;
    readonly quote: keyof typeof QUOTES;
    /** The last line ends like the others: without it, a file that was cut inside its last line cannot be told. */
    readonly endsWithLineEnd: boolean;
  };
  /** ROW: the first line that is not skipped names the columns. NONE: columns go by position, `width` of them. */
  readonly header: { readonly is: "ROW" } | { readonly is: "NONE"; readonly width: number };
  readonly trim: readonly Trim[];
  /** Texts that mean that nothing stands there, in a number's, a fee's or an in/out column's cell. */
  readonly absent: readonly string[];
  readonly skip: {
    readonly leadingLines: number;
    readonly prefixes: readonly string[];
    readonly rows: readonly { readonly column: ColumnRef; readonly text: string }[];
  };
  /** From a line that begins with one of these, everything is footer, at most `maxLines` of it. */
  readonly footer: {
    readonly prefixes: readonly string[];
    readonly isRequired: boolean;
    readonly maxLines: number;
  } | null;
  readonly numbers: Readonly<Record<NumberField, ColumnRef | null>>;
  readonly kind: KindRule;
  readonly status: StatusRule;
  readonly amount: AmountRule;
  readonly fee: FeeRule | null;
  /**
   * MAJOR: yuan, written with at most `decimals` decimals. MINOR: whole units, `decimals` of which are behind the point.
   * Null: as many as the asset has.
   */
  readonly unit: { readonly is: "MAJOR" | "MINOR"; readonly decimals: number | null };
  readonly writing: {
    readonly decimalMark: keyof typeof DECIMAL_MARKS;
    readonly thousands: keyof typeof THOUSANDS;
    /** Currency signs that may stand before or behind an amount. */
    readonly symbols: readonly string[];
    /** (5.00) is minus five. */
    readonly parentheses: boolean;
  };
  readonly asset: AssetRule;
  readonly time: TimeRule;
  /** The column that says the settlement date, the same in all lines. */
  readonly settlesOn: { readonly column: ColumnRef; readonly date: DatePattern } | null;
  readonly totals: readonly TotalRule[];
};

/** What a column of the file may be for us: the names under which a preview shows it. */
export type MappedField =
  | NumberField
  | "kind"
  | "status"
  | "amount"
  | "amountIn"
  | "amountOut"
  | "fee"
  | "asset"
  | "time"
  | "timeOfDay"
  | "settlesOn"
  | "skip";

/** Every column that a mapping names, with the field that it is for, in a fixed order. */
export function listMappedColumns(mapping: StatementMapping): { field: MappedField; column: ColumnRef }[] {
  const { numbers, kind, status, amount, fee, asset, time, settlesOn, skip } = mapping;
  const found: { field: MappedField; column: ColumnRef | null }[] = [
    ...NUMBER_FIELDS.map((field) => ({ field, column: numbers[field] })),
    { field: "kind", column: kind.by === "COLUMN" ? kind.column : null },
    { field: "status", column: status.by === "COLUMN" ? status.column : null },
    { field: "amount", column: amount.by === "IN_OUT" ? null : amount.column },
    { field: "amountIn", column: amount.by === "IN_OUT" ? amount.inColumn : null },
    { field: "amountOut", column: amount.by === "IN_OUT" ? amount.outColumn : null },
    { field: "fee", column: fee?.column ?? null },
    { field: "asset", column: asset.by === "COLUMN" ? asset.column : null },
    { field: "time", column: time.column },
    { field: "timeOfDay", column: time.as === "LOCAL" ? time.timeColumn : null },
    { field: "settlesOn", column: settlesOn?.column ?? null },
    ...skip.rows.map(({ column }) => ({ field: "skip" as const, column })),
  ];
  return found.flatMap(({ field, column }) => (column === null ? [] : [{ field, column }]));
}
