import { absMinor } from "@/core/money/money";
import { type LineReason, type LineReasonCode, sayLineReason, why } from "./line-reasons";
import { maskCardNumbers } from "./mask-card-numbers";
import { chinaTime } from "./read-time";
import { MAX_PROBLEMS, type StatementProblem, type StatementTotals } from "./statement";
import { startsOfFields } from "./unionpay-fields";

/** One error trade (差错) of a ZME file: a correction of an earlier trade, settled on this day. Amounts in fen. */
export type UnionpayErrorTrade = {
  lineNo: number;
  tradeCode: string;
  /** RFC 3339 with offset. */
  occurredAt: string;
  amountMinor: bigint;
  /** Signed: positive when charged to the merchant. */
  feeMinor: bigint;
  /** Signed: positive when given to the merchant. */
  settledMinor: bigint;
  previousTraceNo: string | null;
  /** RFC 3339 with offset; null where the file leaves the earlier trade's time out. */
  previousAt: string | null;
  /** MMDD, as the file writes it: which year it was is not said. */
  previousSettledOn: string | null;
  previousAmountMinor: bigint;
};

export type UnionpayErrors = {
  /** Settled to the merchant and from the merchant. */
  credits: StatementTotals;
  debits: StatementTotals;
  feeMinor: bigint;
  /** The first MAX_ERRORS_SHOWN of them, in file order. */
  trades: readonly UnionpayErrorTrade[];
  problems: readonly StatementProblem[];
};

const MAX_ERRORS_SHOWN = 100;
const MAX_YEARS_BACK = 8;

const FIELD_LENGTHS = [3, 11, 11, 6, 10, 19, 12, 4, 2, 2, 6, 10, 4, 12, 13, 13, 15, 15, 1, 12, 2, 135];
const STARTS = startsOfFields(FIELD_LENGTHS);

const ZME_FIELD = {
  tradeCode: 1,
  traceNo: 4,
  transmittedAt: 5,
  amount: 7,
  previousTraceNo: 11,
  previousAt: 12,
  previousSettledOn: 13,
  previousAmount: 14,
  fee: 15,
  settlement: 16,
} as const;

type ZmeField = keyof typeof ZME_FIELD;

/** A line with its padding trimmed off still has everything up to here. */
const SHORTEST_LINE = (STARTS[15] ?? 0) + (FIELD_LENGTHS[15] ?? 0);

/** Reads a ZME file whole: it is small. `name` is the member's, for the sentences; the lines are cut by byte. */
export function readUnionpayErrors(name: string, bytes: Uint8Array, settlesOn: string): UnionpayErrors {
  const credits: StatementTotals = { count: 0, amountMinor: 0n };
  const debits: StatementTotals = { count: 0, amountMinor: 0n };
  const errors = { feeMinor: 0n, trades: [] as UnionpayErrorTrade[], problems: [] as StatementProblem[] };
  let start = 0;
  for (let lineNo = 1; start < bytes.length && errors.problems.length < MAX_PROBLEMS; lineNo += 1) {
    const lf = bytes.indexOf(10, start);
    const end = lf < 0 ? bytes.length : lf;
    const line = latin1.decode(bytes.subarray(start, end)).trimEnd();
    if (line !== "") {
      const read = readErrorLine(line, lineNo, settlesOn);
      if ("reason" in read) {
        const raw = maskCardNumbers(line, []).slice(0, 300);
        const column = read.column === null ? "ZME" : `ZME ${read.column}`;
        const reason = `${sayLineReason(read.reason)} (in ${name})`;
        const found = { column, reason, why: read.reason, raw };
        errors.problems.push({ code: "statement_lines_unreadable", lineNo, byteOffset: start, ...found });
      } else {
        addTo(read.settledMinor < 0n ? debits : credits, read.settledMinor);
        errors.feeMinor += read.feeMinor;
        if (errors.trades.length < MAX_ERRORS_SHOWN) errors.trades.push(read);
      }
    }
    start = end + 1;
  }
  return { ...errors, credits, debits };
}

const latin1 = new TextDecoder("latin1");

type Unreadable = { column: ZmeField | null; reason: LineReason };

function readErrorLine(line: string, lineNo: number, settlesOn: string): UnionpayErrorTrade | Unreadable {
  if (line.length < SHORTEST_LINE) {
    return { column: null, reason: why("zm_line_short", { found: `${line.length}`, expected: `${SHORTEST_LINE}` }) };
  }
  for (let index = 0; index < ZME_FIELD.settlement - 1; index += 1) {
    if (line[(STARTS[index + 1] ?? 0) - 1] !== " ") {
      return { column: null, reason: why("zm_field_misplaced", { field: `${index + 1}` }) };
    }
  }
  const amountMinor = readDigits(field(line, "amount"));
  if (amountMinor === null) return wrong(line, "amount", "zm_amount_not_read");
  const previous = field(line, "previousAmount");
  const previousAmountMinor = previous === "" ? 0n : readDigits(previous);
  if (previousAmountMinor === null) return wrong(line, "previousAmount", "zm_amount_not_read");
  const fee = readSigned(field(line, "fee"));
  if (fee === null) return wrong(line, "fee", "zm_signed_not_read");
  const settledMinor = readSigned(field(line, "settlement"));
  if (settledMinor === null) return wrong(line, "settlement", "zm_signed_not_read");
  const occurredAt = readUnionpayTime(field(line, "transmittedAt"), settlesOn);
  if (occurredAt === null) return wrong(line, "transmittedAt", "zm_time_not_read");
  const previousTime = field(line, "previousAt");
  const previousAt = isAbsent(previousTime) ? null : readUnionpayTime(previousTime, settlesOn);
  if (previousAt === null && !isAbsent(previousTime)) return wrong(line, "previousAt", "zm_time_not_read");
  return {
    lineNo,
    tradeCode: field(line, "tradeCode"),
    occurredAt,
    amountMinor,
    feeMinor: -fee,
    settledMinor,
    previousTraceNo: absentAsNull(field(line, "previousTraceNo")),
    previousAt,
    previousSettledOn: absentAsNull(field(line, "previousSettledOn")),
    previousAmountMinor,
  };
}

/** MMDDhhmmss without a year: the latest one that isn't after the settlement date; null when it is no time. */
export function readUnionpayTime(text: string, settlesOn: string): string | null {
  if (!/^\d{10}$/.test(text)) return null;
  const [month, day] = [Number(text.slice(0, 2)), Number(text.slice(2, 4))];
  const clock = `${text.slice(4, 6)}:${text.slice(6, 8)}:${text.slice(8, 10)}`;
  const settlementYear = Number(settlesOn.slice(0, 4));
  for (let year = settlementYear; year >= settlementYear - MAX_YEARS_BACK; year -= 1) {
    const time = chinaTime(year, month, day, clock);
    if (time !== null && time.slice(0, 10) <= settlesOn) return time;
  }
  return null;
}

function wrong(line: string, column: ZmeField, code: LineReasonCode): Unreadable {
  return { column, reason: why(code, { text: field(line, column) }) };
}

function field(line: string, name: ZmeField): string {
  const index = ZME_FIELD[name] - 1;
  const start = STARTS[index] ?? 0;
  return line.slice(start, start + (FIELD_LENGTHS[index] ?? 0)).trim();
}

function readDigits(text: string): bigint | null {
  return /^\d{12}$/.test(text) ? BigInt(text) : null;
}

function readSigned(text: string): bigint | null {
  if (!/^[CD]\d{12}$/.test(text)) return null;
  const magnitude = BigInt(text.slice(1));
  return text.startsWith("D") ? -magnitude : magnitude;
}

function isAbsent(text: string): boolean {
  return /^0*$/.test(text);
}

function absentAsNull(text: string): string | null {
  return isAbsent(text) ? null : text;
}

function addTo(totals: StatementTotals, signedMinor: bigint): void {
  totals.count += 1;
  totals.amountMinor += absMinor(signedMinor);
}
