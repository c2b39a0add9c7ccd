import { invariant } from "@/core/result";
import { createAdyenSettlementReader } from "./adyen-settlement";
import { createAlipayTradeReader } from "./alipay-trade";
import { isAlipaySummary } from "./archive-parts";
import type { ProblemSink } from "./collect-lines";
import { guessUtf8First } from "./guess-encoding";
import { createMappedReader } from "./mapping/create-mapped-reader";
import type { StatementMapping } from "./mapping/mapping";
import { type FormatReader, runParser, type StatementParser } from "./run-parser";
import type { StatementFormat } from "./statement";
import { createStripePayoutReader } from "./stripe-payout";
import { readUnionpayErrors } from "./unionpay-errors";
import { readUnionpayName, type UnionpayName } from "./unionpay-fields";
import { findReportDisagreements, readUnionpayReport } from "./unionpay-report";
import { createUnionpayZmReader, type UnionpayCompanions } from "./unionpay-zm";
import { createWechatTradeReader } from "./wechat-trade";

/** A small file that came in the same archive. */
export type Companion = { name: string; bytes: Uint8Array };

export type StatementContext = {
  /** The member's name in its archive, or the file's own. UnionPay's says the settlement date. */
  memberName?: string;
  /** YYYY-MM-DD, for a file that doesn't say it itself. */
  settlesOn?: string;
  companions?: readonly Companion[];
  /** In how many files of its archive the statement came, which are read as one. */
  parts?: number;
  /** How a file of `csv-mapped` is read; that format is its channel's and never found by content. */
  mapping?: StatementMapping;
  /** Where every line that cannot be read is wanted, and not only the first that tell what is wrong. */
  onProblem?: ProblemSink;
};

/** A parser for one file of `format` (see `detectStatementFormat`). */
export function createStatementParser(format: StatementFormat, context: StatementContext = {}): StatementParser {
  return runParser(format, createReader(format, context), context.onProblem);
}

/** Whether a member of an archive goes to the parser of `format` as a companion. */
export function isCompanion(format: StatementFormat, memberName: string): boolean {
  if (format === "alipay-trade") return isAlipaySummary(memberName);
  const kind = readUnionpayName(memberName)?.kind;
  return format === "unionpay-zm" && (kind === "RD2010" || kind === "ZME");
}

function createReader(format: StatementFormat, context: StatementContext): FormatReader {
  switch (format) {
    case "wechat-trade":
      return createWechatTradeReader();
    case "alipay-trade":
      return createAlipayTradeReader({ parts: context.parts ?? 1, summary: readSummary(context.companions) });
    case "stripe-payout":
      return createStripePayoutReader();
    case "adyen-settlement":
      return createAdyenSettlementReader();
    case "csv-mapped":
      invariant(context.mapping, "a mapped file comes with its mapping");
      return createMappedReader(context.mapping);
    case "unionpay-zm": {
      const settlesOn = readUnionpayName(context.memberName ?? "")?.settlesOn ?? context.settlesOn ?? null;
      return createUnionpayZmReader(settlesOn, readCompanions(context, settlesOn));
    }
  }
}

/** The text of the archive's only summary: which of two it is that speaks of this bill, nobody knows. */
function readSummary(companions: readonly Companion[] = []): string | null {
  const [summary, second] = companions;
  if (!summary || second) return null;
  return new TextDecoder(guessUtf8First(summary.bytes)).decode(summary.bytes);
}

function readCompanions(context: StatementContext, settlesOn: string | null): UnionpayCompanions {
  const found: UnionpayCompanions = { report: null, reportDisagreements: [], errors: null, strangers: [] };
  const merchantNo = readUnionpayName(context.memberName ?? "")?.merchantNo ?? "";
  const companions = context.companions ?? [];
  const report = chooseCompanion(companions, "RD2010", settlesOn, merchantNo);
  const errors = chooseCompanion(companions, "ZME", settlesOn, merchantNo);
  // Figures and ASCII column borders are all that is read of it, so a stray byte in a name does no harm.
  const text = report === null ? "" : new TextDecoder("gb18030").decode(report.bytes);
  if (text.trim() !== "") {
    found.report = readUnionpayReport(text) ?? "unreadable";
    found.reportDisagreements = findReportDisagreements(text);
  }
  if (errors !== null && settlesOn !== null) found.errors = readUnionpayErrors(errors.name, errors.bytes, settlesOn);
  const strangers = companions.filter((companion) => companion !== report && companion !== errors);
  return { ...found, strangers: strangers.map(({ name }) => name.slice(0, 100)) };
}

/** The member of that day, the merchant's own where there are several; one of another day says nothing of this file. */
function chooseCompanion(
  companions: readonly Companion[],
  kind: UnionpayName["kind"],
  settlesOn: string | null,
  merchantNo: string,
): Companion | null {
  const ofDay = companions.filter(({ name }) => {
    const named = readUnionpayName(name);
    return named?.kind === kind && (settlesOn === null || named.settlesOn === settlesOn);
  });
  const own = ofDay.find(({ name }) => readUnionpayName(name)?.merchantNo === merchantNo);
  return own ?? ofDay[0] ?? null;
}
