import { accept, type Result } from "@/core/result";
import { LineCollector, type ProblemSink, type Reading } from "./collect-lines";
import type { EncodingGuess } from "./guess-encoding";
import { judgeFile } from "./judge-file";
import type { PlainLine } from "./plain-line";
import { PlainTally } from "./plain-tally";
import { type Disagreement, refuseAtByte } from "./refuse-statement";
import type { CutLine, PhysicalLine } from "./split-lines";
import type {
  AssetTotals,
  OtherTotals,
  StatementFormat,
  StatementLine,
  StatementProblem,
  StatementRefusal,
  StatementSummary,
  StatementTotals,
} from "./statement";
import type { UnionpayErrors } from "./unionpay-errors";

/** Reads one file: feed it the chunks in order, then finish. Lines count for nothing until `finish` accepts the file. */
export type StatementParser = {
  readonly format: StatementFormat;
  feed(chunk: Uint8Array): StatementLine[];
  /** The lines that only the end of the file completes, and what became of the file. */
  finish(): { lines: StatementLine[]; outcome: Result<StatementSummary, StatementRefusal> };
  /** True once the rest of the file cannot change that it is refused: the caller may stop feeding. */
  hasFailed(): boolean;
};

/** What lines add up to so far. A line in a foreign asset counts like the others, as in the channels' own totals. */
export type Tally = {
  payments: StatementTotals;
  refunds: StatementTotals;
  feeMinor: bigint;
  lines: number;
  asset: string;
  byAsset: Map<string, AssetTotals>;
};

/** A format's reading of one line: nothing (frame, comment, blank), a statement line, or what is wrong with it. */
export type LineReading = Reading<StatementLine>;

export type FormatEnd = {
  layout: string;
  footer: Record<string, string> | null;
  settlesOn: string | null;
  /** The format needs the settlement date to read its lines, and neither the file's name nor the caller says it. */
  isUndated?: boolean;
  /** Why this is not a file of the format at all, in words that follow "The file". */
  unknown: string | null;
  /** The mandatory part that the file ends without. */
  missing: string | null;
  disagreements: readonly Disagreement[];
  /** What the file holds besides payments and refunds, so that it adds up. */
  others?: readonly OtherTotals[];
  /** UnionPay's error trades, from the file beside this one. */
  errors?: UnionpayErrors;
};

export type FormatReader = {
  /** Reads a line that needs no second look, from its bytes; null where `read` has to. Both make the same of it. */
  readPlain?(line: CutLine): PlainLine | null;
  /** Which encoding a file without a BOM has; UTF-8 before GB18030 where the format doesn't know better. */
  readonly guess?: EncodingGuess;
  read(line: PhysicalLine): LineReading;
  end(tally: Tally): FormatEnd;
};

export function runParser(format: StatementFormat, reader: FormatReader, sink?: ProblemSink): StatementParser {
  const tally: Tally = {
    payments: { count: 0, amountMinor: 0n },
    refunds: { count: 0, amountMinor: 0n },
    feeMinor: 0n,
    lines: 0,
    asset: "",
    byAsset: new Map(),
  };

  const plainLines = new PlainTally(tally);
  const collector = new LineCollector<StatementLine>(
    (physical) => {
      const reading = reader.read(physical);
      if (reading === null || "problem" in reading) return reading;
      const { line } = reading;
      tally.asset ||= line.asset;
      addLine(tally, line);
      return reading;
    },
    reader.guess,
    sink,
    (physical) => {
      const plain = reader.readPlain?.(physical) ?? null;
      if (plain) plainLines.add(plain);
      return plain;
    },
  );

  return {
    format,
    feed: (chunk) => collector.feed(chunk),
    finish() {
      const lines = collector.end();
      plainLines.settle();
      const { splitter, problems } = collector;
      const outcome = splitter.failure
        ? refuseAtByte(splitter.failure)
        : judge(format, splitter.encoding, reader.end(tally), tally, problems);
      return { lines, outcome };
    },
    hasFailed: () => collector.hasFailed,
  };
}

function judge(
  format: StatementFormat,
  encoding: StatementSummary["encoding"],
  end: FormatEnd,
  tally: Tally,
  problems: readonly StatementProblem[],
): Result<StatementSummary, StatementRefusal> {
  const beside = end.errors?.problems ?? [];
  // Lines of the file beside this one don't say that this one was cut.
  const all = end.missing !== null ? problems : [...problems, ...beside];
  const refused = judgeFile({ ...end, format, problems: all, lines: tally.lines });
  if (refused) return refused;
  const { payments, refunds, feeMinor, lines } = tally;
  const { layout, footer, settlesOn } = end;
  const asset = tally.asset || "CNY";
  const others = end.others ?? [];
  const byAsset = [...tally.byAsset.values()];
  const sums = { asset, payments, refunds, feeMinor, lines, byAsset, others };
  const summary = { format, layout, encoding, footer, settlesOn, ...sums };
  return accept(end.errors ? { ...summary, errorTrades: end.errors } : summary);
}

function addLine(tally: Tally, line: StatementLine): void {
  const ofAsset = totalsOf(tally, line.asset);
  for (const sums of [tally, ofAsset]) {
    const totals = line.kind === "PAYMENT" ? sums.payments : sums.refunds;
    totals.count += 1;
    totals.amountMinor += line.amountMinor;
    sums.feeMinor += line.feeMinor;
    sums.lines += 1;
  }
}

/** The sums of one asset's lines, which begin with its first line: their order is that of the file. */
export function totalsOf(tally: Tally, asset: string): AssetTotals {
  const known = tally.byAsset.get(asset);
  if (known) return known;
  const none = () => ({ count: 0, amountMinor: 0n });
  const fresh = { asset, payments: none(), refunds: none(), feeMinor: 0n, lines: 0 };
  tally.byAsset.set(asset, fresh);
  return fresh;
}
