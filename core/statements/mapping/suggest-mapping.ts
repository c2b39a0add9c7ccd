import { cutCells, headerName } from "./column-plan";
import { COLUMN_SYNONYMS, comparableName, FOOTER_WORDS, KIND_TEXTS, STATUS_TEXTS } from "./column-synonyms";
import {
  DATE_PATTERNS,
  DELIMITERS,
  INSTANT_PATTERNS,
  JOINTS,
  type MappedField,
  type StatementMapping,
  TIME_PATTERNS,
  type TimeRule,
  type Trim,
  type ValueOf,
} from "./mapping";
import { headLines } from "./preview-mapping";
import { readMappedDay, readMappedInstant, readMappedTime } from "./read-mapped-time";
import { trimCell } from "./trim-cell";
import { ZoneOffsets } from "./zone-offset";

/** A mapping with nothing mapped yet: what a person starts from without a file. */
export const EMPTY_MAPPING: StatementMapping = {
  text: { encoding: "AUTO", delimiter: "COMMA", quote: "DOUBLE", endsWithLineEnd: true },
  header: { is: "ROW" },
  trim: ["SPACES", "TABS", "BACKTICKS"],
  absent: [],
  skip: { leadingLines: 0, prefixes: [], rows: [] },
  footer: null,
  numbers: { orderNo: null, refundNo: null, channelTradeNo: null, channelRefundNo: null, merchantNo: null },
  kind: { by: "COLUMN", column: "", values: [] },
  status: { by: "FIXED", status: "SUCCEEDED" },
  amount: { by: "UNSIGNED", column: "" },
  fee: null,
  unit: { is: "MAJOR", decimals: null },
  writing: { decimalMark: "POINT", thousands: "NONE", symbols: [], parentheses: false },
  asset: { by: "FIXED", asset: "CNY" },
  time: {
    as: "LOCAL",
    column: "",
    timeColumn: null,
    date: "YYYY-MM-DD",
    time: "HH:mm:ss",
    joint: "BLANK",
    zone: "Asia/Shanghai",
  },
  settlesOn: null,
  totals: [],
};

const SAMPLE_ROWS = 50;
const MAX_DISTINCT = 20;
const MAX_FOOTER_LINES = 5;
const SYMBOLS = ["￥", "¥", "$", "€", "HK$", "US$", "元", "CNY"];

type Sample = {
  names: readonly string[];
  rows: readonly (readonly string[])[];
  leadingLines: number;
  comment: string | null;
};

/**
 * A first mapping of a file, by the names of its columns and what stands in them. Only a beginning: what it cannot tell
 * it leaves open, and a text whose meaning it does not know it leaves out, so that the preview refuses it by name.
 */
export function suggestMapping(head: Uint8Array, isWhole: boolean, zone: string): StatementMapping {
  const { lines } = headLines(head, isWhole);
  const texts = lines.map(({ text }) => text);
  const delimiter = chooseDelimiter(texts);
  const text = { ...EMPTY_MAPPING.text, delimiter, endsWithLineEnd: !isWhole || lines.at(-1)?.isTerminated !== false };
  const sample = readSample(texts, { text });
  if (sample === null) return { ...EMPTY_MAPPING, text };
  const columns = chooseColumns(sample.names);
  const cellsOf = (column: string | undefined) => {
    const index = column === undefined ? -1 : sample.names.indexOf(column);
    return index < 0 ? [] : sample.rows.map((row) => row[index] ?? "").filter((cell) => cell !== "");
  };
  const amounts = ["amount", "amountIn", "amountOut", "fee"].flatMap((field) =>
    cellsOf(columns.get(field as MappedField)),
  );
  const orNull = (field: MappedField) => columns.get(field) ?? null;
  return {
    ...EMPTY_MAPPING,
    text,
    skip: {
      leadingLines: sample.comment === null ? sample.leadingLines : 0,
      prefixes: sample.comment === null ? [] : [sample.comment],
      rows: [],
    },
    footer: isWhole ? suggestFooter(texts) : null,
    numbers: {
      orderNo: orNull("orderNo"),
      refundNo: orNull("refundNo"),
      channelTradeNo: orNull("channelTradeNo"),
      channelRefundNo: orNull("channelRefundNo"),
      merchantNo: orNull("merchantNo"),
    },
    ...suggestAmount(columns, cellsOf),
    status: suggestStatus(columns, cellsOf),
    fee: suggestFee(columns, cellsOf),
    unit: suggestUnit(columns, amounts),
    writing: suggestWriting(amounts),
    asset: columns.has("asset")
      ? { by: "COLUMN", column: columns.get("asset") ?? "", values: [] }
      : EMPTY_MAPPING.asset,
    time: suggestTime(columns, cellsOf, zone),
    settlesOn: suggestSettlesOn(columns, cellsOf),
  };
}

function chooseDelimiter(texts: readonly string[]): keyof typeof DELIMITERS {
  const names = Object.keys(DELIMITERS) as (keyof typeof DELIMITERS)[];
  const counts = names.map((name) => texts.reduce((sum, text) => sum + text.split(DELIMITERS[name]).length - 1, 0));
  // Chinese bills put a TAB behind every number: it separates cells only where nothing else does as often.
  return names[counts.indexOf(Math.max(...counts))] ?? "COMMA";
}

/** The header is the first line with two names that we know; what stands above it is skipped. */
function readSample(texts: readonly string[], rules: Pick<StatementMapping, "text">): Sample | null {
  const at = texts.findIndex((text) => chooseColumns(namesOf(text, rules)).size >= 2);
  if (at < 0) return null;
  const names = namesOf(texts[at] ?? "", rules);
  const trims: ReadonlySet<Trim> = new Set(EMPTY_MAPPING.trim);
  const rows = texts
    .slice(at + 1)
    .map((text) => cutCells(text, rules)?.map((cell) => trimCell(cell, trims)) ?? [])
    .filter((cells) => cells.length === names.length)
    .slice(0, SAMPLE_ROWS);
  const isCommented = at > 0 && texts.slice(0, at).every((text) => text.startsWith("#"));
  return { names, rows, leadingLines: at, comment: isCommented ? "#" : null };
}

function namesOf(text: string, { text: rules }: Pick<StatementMapping, "text">): string[] {
  const names = (cutCells(text, { text: rules }) ?? []).map(headerName);
  while (names.at(-1) === "") names.pop();
  return names;
}

/** Each field takes the column with its most telling name; a column is taken once. */
function chooseColumns(names: readonly string[]): Map<MappedField, string> {
  const chosen = new Map<MappedField, string>();
  const free = new Map(names.map((name) => [name, comparableName(name)]));
  for (const isExact of [true, false]) {
    for (const [field, synonyms] of Object.entries(COLUMN_SYNONYMS) as [MappedField, readonly string[]][]) {
      if (chosen.has(field)) continue;
      const fits = (name: string, synonym: string) =>
        isExact ? name === synonym : synonym.length > 3 && name.includes(synonym);
      const found = synonyms.flatMap((synonym) => [...free].filter(([, name]) => fits(name, synonym)))[0];
      if (!found) continue;
      chosen.set(field, found[0]);
      free.delete(found[0]);
    }
  }
  return chosen;
}

/** A footer that its last lines show; the beginning of a longer file shows none. */
function suggestFooter(texts: readonly string[]): StatementMapping["footer"] {
  const last = texts.slice(-MAX_FOOTER_LINES);
  const word = FOOTER_WORDS.find((known) => last.some((text) => text.startsWith(known)));
  return word === undefined ? null : { prefixes: [word], isRequired: true, maxLines: MAX_FOOTER_LINES };
}

type CellsOf = (column: string | undefined) => string[];
type Columns = ReadonlyMap<MappedField, string>;

function suggestAmount(columns: Columns, cellsOf: CellsOf): Pick<StatementMapping, "kind" | "amount"> {
  const [inColumn, outColumn] = [columns.get("amountIn"), columns.get("amountOut")];
  if (inColumn !== undefined && outColumn !== undefined && !columns.has("amount")) {
    return { kind: { by: "AMOUNT" }, amount: { by: "IN_OUT", inColumn, outColumn } };
  }
  const column = columns.get("amount") ?? "";
  const isSigned = cellsOf(column).some((cell) => /^[^\d]{0,2}-|^\(/.test(cell));
  const amount = isSigned
    ? ({ by: "SIGNED", column, refundIs: "NEGATIVE" } as const)
    : ({ by: "UNSIGNED", column } as const);
  const kindColumn = columns.get("kind");
  if (kindColumn === undefined) return { amount, kind: isSigned ? { by: "AMOUNT" } : EMPTY_MAPPING.kind };
  return { amount, kind: { by: "COLUMN", column: kindColumn, values: listKnown(cellsOf(kindColumn), KIND_TEXTS) } };
}

function suggestStatus(columns: Columns, cellsOf: CellsOf): StatementMapping["status"] {
  const column = columns.get("status");
  if (column === undefined) return EMPTY_MAPPING.status;
  return { by: "COLUMN", column, values: listKnown(cellsOf(column), STATUS_TEXTS) };
}

/** The texts of a column whose meaning is known by their own; the others are for a person to decide. */
function listKnown<T extends string>(
  cells: readonly string[],
  known: Readonly<Record<T, readonly string[]>>,
): ValueOf<T>[] {
  const distinct = [...new Set(cells.map((cell) => cell.trim()))].slice(0, MAX_DISTINCT);
  return distinct.flatMap((text) => {
    const means = (Object.keys(known) as T[]).find((key) => known[key].includes(comparableName(text)));
    return means === undefined ? [] : [{ text, means }];
  });
}

function suggestFee(columns: Columns, cellsOf: CellsOf): StatementMapping["fee"] {
  const column = columns.get("fee");
  if (column === undefined) return null;
  // A fee of nothing has no sign that tells anything.
  const cells = cellsOf(column).filter((cell) => /[1-9]/.test(cell));
  const negative = cells.filter((cell) => /^[^\d]{0,2}-/.test(cell)).length;
  return { column, charged: negative * 2 > cells.length ? "NEGATIVE" : "POSITIVE" };
}

const MINOR_NAME = /[(（](?:单位[:：]?)?分[)）]|(?:^|[_\s(])(?:fen|cents|minor)(?:$|[_\s)])/i;

/** Minor units where the amount's column is named so and none of its cells has a decimal mark. */
function suggestUnit(columns: Columns, amounts: readonly string[]): StatementMapping["unit"] {
  const name = columns.get("amount") ?? columns.get("amountIn") ?? "";
  const isMinor = MINOR_NAME.test(name) && amounts.every((cell) => !/[.,]/.test(cell));
  return isMinor ? { is: "MINOR", decimals: null } : EMPTY_MAPPING.unit;
}

function suggestWriting(cells: readonly string[]): StatementMapping["writing"] {
  const isContinental = cells.some((cell) => /\d\.\d{3},\d|^\D*\d+,\d{1,2}\D*$/.test(cell));
  const grouped = isContinental
    ? cells.some((cell) => /\d\.\d{3}/.test(cell))
    : cells.some((cell) => /\d,\d{3}/.test(cell));
  return {
    decimalMark: isContinental ? "COMMA" : "POINT",
    thousands: grouped ? (isContinental ? "POINT" : "COMMA") : "NONE",
    symbols: SYMBOLS.filter((symbol) => cells.some((cell) => cell.startsWith(symbol) || cell.endsWith(symbol))),
    parentheses: cells.some((cell) => /^\(.+\)$/.test(cell)),
  };
}

function suggestTime(columns: Columns, cellsOf: CellsOf, zone: string): TimeRule {
  const column = columns.get("time") ?? "";
  const base = {
    ...EMPTY_MAPPING.time,
    as: "LOCAL" as const,
    column,
    timeColumn: null,
    zone,
    date: DATE_PATTERNS[0],
    time: TIME_PATTERNS[0],
    joint: "BLANK" as const,
  };
  const cells = cellsOf(column).slice(0, SAMPLE_ROWS);
  if (cells.length === 0) return base;
  const pattern = INSTANT_PATTERNS.find((one) => cells.every((cell) => readMappedInstant(cell, one) !== null));
  if (pattern) return { as: "INSTANT", column, pattern };
  const offsets = new ZoneOffsets("+00:00");
  for (const date of DATE_PATTERNS) {
    for (const time of [...TIME_PATTERNS, null]) {
      for (const joint of Object.keys(JOINTS) as (keyof typeof JOINTS)[]) {
        const patterns = { date, time, joint: JOINTS[joint] };
        if (cells.every((cell) => readMappedTime(cell, patterns, offsets) !== null))
          return { ...base, date, time, joint };
      }
    }
  }
  return base;
}

function suggestSettlesOn(columns: Columns, cellsOf: CellsOf): StatementMapping["settlesOn"] {
  const column = columns.get("settlesOn");
  const cells = cellsOf(column);
  const date = DATE_PATTERNS.find((pattern) => cells.every((cell) => readMappedDay(cell, pattern) !== null));
  // A payout report holds several settlement dates: then it says none for the file.
  return column === undefined || date === undefined || new Set(cells).size !== 1 ? null : { column, date };
}
