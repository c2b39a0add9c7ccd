import { createAdyenSettlementReader } from "./adyen-settlement";
import { createAlipayTradeReader } from "./alipay-trade";
import { type FormatReader, runParser, type StatementParser } from "./run-parser";
import type { StatementFormat } from "./statement";
import { createStripePayoutReader } from "./stripe-payout";
import { readUnionpayErrors } from "./unionpay-errors";
import { readUnionpayName } from "./unionpay-fields";
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
};

/** A parser for one file of `format` (see `detectStatementFormat`). */
export function createStatementParser(format: StatementFormat, context: StatementContext = {}): StatementParser {
  return runParser(format, createReader(format, context));
}

/** Whether a member of an archive goes to the parser of `format` as a companion. */
export function isCompanion(format: StatementFormat, memberName: string): boolean {
  const kind = readUnionpayName(memberName)?.kind;
  return format === "unionpay-zm" && (kind === "RD2010" || kind === "ZME");
}

function createReader(format: StatementFormat, context: StatementContext): FormatReader {
  switch (format) {
    case "wechat-trade":
      return createWechatTradeReader();
    case "alipay-trade":
      return createAlipayTradeReader();
    case "stripe-payout":
      return createStripePayoutReader();
    case "adyen-settlement":
      return createAdyenSettlementReader();
    case "unionpay-zm": {
      const settlesOn = readUnionpayName(context.memberName ?? "")?.settlesOn ?? context.settlesOn ?? null;
      return createUnionpayZmReader(settlesOn, readCompanions(context, settlesOn));
    }
  }
}

function readCompanions(context: StatementContext, settlesOn: string | null): UnionpayCompanions {
  const found: UnionpayCompanions = { report: null, reportDisagreements: [], errors: null, strangers: [] };
  const merchantNo = readUnionpayName(context.memberName ?? "")?.merchantNo ?? "";
  const strangers: string[] = [];
  for (const { name, bytes } of context.companions ?? []) {
    const named = readUnionpayName(name);
    const isOurs = named?.settlesOn === settlesOn && (merchantNo === "" || named?.merchantNo === merchantNo);
    if (!isOurs && (settlesOn !== null || merchantNo !== "")) strangers.push(name.slice(0, 100));
    else if (named?.kind === "RD2010") {
      // Figures and ASCII column borders are all that is read of it, so a stray byte in a name does no harm.
      const text = new TextDecoder("gb18030").decode(bytes);
      if (text.trim() === "") continue;
      found.report = readUnionpayReport(text) ?? "unreadable";
      found.reportDisagreements = findReportDisagreements(text);
    } else if (named?.kind === "ZME" && settlesOn !== null) {
      found.errors = readUnionpayErrors(name, bytes, settlesOn);
    }
  }
  return { ...found, strangers };
}
