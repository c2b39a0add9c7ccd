import { accept, refuse } from "@/core/result";
import { BalanceChain } from "./balance-chain";
import type { CashFormat, CashLine, CashParser, CashRefusal, CashSummary } from "./cash-line";
import { LineCollector, type Reading } from "./collect-lines";
import { type FileFaults, judgeFile } from "./judge-file";
import { maskCardNumbers } from "./mask-card-numbers";
import { type Disagreement, refuseAtByte, sayProblem } from "./refuse-statement";
import type { PhysicalLine } from "./split-lines";
import { MAX_PROBLEMS, type StatementProblem, type StatementTotals } from "./statement";

/** What the movements add up to so far. Lines of nothing are counted apart: channels don't agree on their direction. */
export type CashTally = {
  income: StatementTotals;
  outgo: StatementTotals;
  emptyLines: number;
  lines: number;
  firstDay: string | null;
  lastDay: string | null;
};

/** A format's reading of one line: nothing (frame, comment, blank), a movement, or what is wrong with it. */
export type CashReading = Reading<CashLine>;

export type CashEnd = {
  layout: string;
  footer: Record<string, string> | null;
  accountNo: string | null;
  /** YYYY-MM-DD, both included, where the file says so. */
  period: { startsOn: string; endsOn: string } | null;
  /** Why this is not a file of the format at all, in words that follow "The file". */
  unknown: string | null;
  /** The mandatory part that the file ends without. */
  missing: string | null;
  disagreements: readonly Disagreement[];
};

export type CashReader = { read(line: PhysicalLine): CashReading; end(tally: CashTally): CashEnd };

/** Reads a fund bill of one account in yuan, whose running balance stands in the column `balanceColumn`. */
export function runCashParser(format: CashFormat, reader: CashReader, balanceColumn: string): CashParser {
  const chain = new BalanceChain(balanceColumn, 2);
  const tally: CashTally = {
    income: { count: 0, amountMinor: 0n },
    outgo: { count: 0, amountMinor: 0n },
    emptyLines: 0,
    lines: 0,
    firstDay: null,
    lastDay: null,
  };

  const collector = new LineCollector<CashLine>((physical) => {
    const reading = reader.read(physical);
    if (reading === null || "problem" in reading) return reading;
    chain.add(reading.line);
    addLine(tally, reading.line);
    return { line: masked(reading.line) };
  });

  return {
    format,
    feed: (chunk) => collector.feed(chunk),
    finish() {
      const lines = collector.end();
      const { splitter, problems } = collector;
      if (splitter.failure) return { lines, outcome: refuseAtByte(splitter.failure) };
      const end = reader.end(tally);
      const { isReordered, ...balances } = chain.end();
      const refused = judge({ ...end, format, problems, lines: tally.lines }, chain.breaks);
      if (isReordered) end.footer = { ...end.footer, balances: REORDERED };
      return { lines, outcome: refused ?? accept(summarise(format, splitter.encoding, end, tally, balances)) };
    },
    hasFailed: () => collector.hasFailed,
  };
}

const REORDERED = "the lines do not stand in the order of their balances, which follow from the amounts in another one";

type Refused = { ok: false; refusal: CashRefusal };

/** As for every format; and behind that, balances that the lines don't lead to. */
function judge(faults: FileFaults, breaks: readonly StatementProblem[]): Refused | null {
  const refused = judgeFile(faults);
  if (refused?.refusal.code === "statement_totals_disagree") return withBreaks(refused, breaks);
  return refused ?? (breaks.length > 0 ? refuseBalances(breaks) : null);
}

/** A file with a line too few shows it twice; the balances say where. */
function withBreaks(refused: Refused, breaks: readonly StatementProblem[]): Refused {
  if (breaks.length === 0) return refused;
  const details = [...(refused.refusal.details ?? []), ...breaks.map(sayProblem)];
  return { ok: false, refusal: { ...refused.refusal, details, problems: breaks } };
}

function refuseBalances(breaks: readonly StatementProblem[]): Refused {
  const [first] = breaks;
  const count = breaks.length < MAX_PROBLEMS ? `${breaks.length}` : `at least ${MAX_PROBLEMS}`;
  const refused = refuse(
    "statement_balance_disagrees",
    `The running balance does not follow from the amounts at ${count} line(s). First: ${first ? sayProblem(first) : "unknown"}. ` +
      "A line is missing or was changed, so nothing of the file was taken: fetch it from the channel again, with all kinds of business.",
    {
      count: `${breaks.length}`,
      lineNo: `${first?.lineNo ?? 0}`,
      column: first?.column ?? "",
      reason: first?.reason ?? "",
    },
    breaks.map(sayProblem),
  );
  return { ok: false, refusal: { ...refused.refusal, code: "statement_balance_disagrees", problems: breaks } };
}

function summarise(
  format: CashFormat,
  encoding: CashSummary["encoding"],
  end: CashEnd,
  tally: CashTally,
  balances: { openingMinor: bigint | null; closingMinor: bigint | null },
): CashSummary {
  const { layout, footer, accountNo, period } = end;
  const { income, outgo, lines, firstDay, lastDay } = tally;
  const days = { startsOn: period?.startsOn ?? firstDay, endsOn: period?.endsOn ?? lastDay };
  const account = { accountNo, statementNo: null, asset: "CNY", ...days, ...balances, income, outgo, lines };
  return { format, layout, encoding, accounts: [account], lines, footer };
}

function addLine(tally: CashTally, line: CashLine): void {
  const day = line.happenedAt.slice(0, 10);
  if (tally.firstDay === null || day < tally.firstDay) tally.firstDay = day;
  if (tally.lastDay === null || day > tally.lastDay) tally.lastDay = day;
  tally.lines += 1;
  const totals = line.direction === "IN" ? tally.income : tally.outgo;
  totals.count += 1;
  totals.amountMinor += line.amountMinor;
  if (line.amountMinor === 0n) tally.emptyLines += 1;
}

function masked(line: CashLine): CashLine {
  const known = [line.accountNo, line.entryNo, line.channelReference, line.ourReference];
  const remark = line.remark === null ? null : maskCardNumbers(line.remark, known);
  return { ...line, raw: maskCardNumbers(line.raw, known), remark };
}
