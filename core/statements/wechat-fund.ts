import { absMinor } from "@/core/money/money";
import { compareCashTotals, readCount, type SaidTotals } from "./cash-footer";
import type { CashLine } from "./cash-line";
import { unreadable } from "./collect-lines";
import { readFooterNumber } from "./footer-number";
import { findColumn, findHeaderFault, type Header, readHeader } from "./header";
import { why } from "./line-reasons";
import type { Disagreement } from "./refuse-statement";
import { Row } from "./row";
import type { CashEnd, CashReader, CashReading, CashTally } from "./run-cash-parser";
import { isSpreadsheetBlank } from "./split-cells";
import type { PhysicalLine } from "./split-lines";
import { cutWechatLine } from "./wechat-cells";
import { readWechatFooter, type WechatFooter } from "./wechat-footer";

export const WECHAT_BALANCE = "账户结余";

function fundColumns(header: Header) {
  const find = (...aliases: string[]) => findColumn(header, ...aliases);
  return {
    time: find("记账时间"),
    channelReference: find("微信支付业务单号", "微信业务单号"),
    entryNo: find("资金流水单号"),
    businessName: find("业务名称"),
    businessType: find("业务类型"),
    direction: find("收支类型"),
    amount: find("收支金额"),
    balance: find(WECHAT_BALANCE),
    remark: find("备注"),
    ourReference: find("业务凭证号"),
  };
}

type FundColumns = ReturnType<typeof fundColumns>;

const REQUIRED = [
  "time",
  "entryNo",
  "direction",
  "amount",
  "balance",
] as const satisfies readonly (keyof FundColumns)[];

const TOTALS = {
  lines: "资金流水总笔数",
  incomeCount: "收入笔数",
  incomeAmount: "收入金额",
  outgoCount: "支出笔数",
  outgoAmount: "支出金额",
} as const;

type State =
  | { at: "start" | "end" }
  | { at: "no-bill"; because: string }
  | { at: "lines"; header: Header; columns: FundColumns }
  | { at: "totals"; header: Header };

export function createWechatFundReader(): CashReader {
  let state: State = { at: "start" };
  let footer: WechatFooter | null = null;

  function readFirst(line: PhysicalLine): State {
    const header = readHeader(line);
    const columns = fundColumns(header);
    const because = findHeaderFault(header, columns, REQUIRED);
    if (because !== null) return { at: "no-bill", because };
    return { at: "lines", header, columns };
  }

  return {
    read(line) {
      const text = line.text.trim();
      if (state.at === "no-bill" || isSpreadsheetBlank(text)) return null;
      if (state.at === "start") {
        state = readFirst({ ...line, text });
        return null;
      }
      if (state.at === "lines") {
        if (!isTotalsHeader(text)) return readLine(line, text, state.header, state.columns);
        state = { at: "totals", header: readHeader({ ...line, text }) };
        return null;
      }
      if (state.at === "totals") {
        footer = readWechatFooter(state.header, text);
        state = { at: "end" };
        return null;
      }
      return unreadable(why("line_after_end"));
    },
    end: (tally) => endOf(state, footer, tally),
  };
}

function endOf(state: State, footer: WechatFooter | null, tally: CashTally): CashEnd {
  const none = { footer: null, accountNo: null, period: null, unknown: null, missing: null, disagreements: [] };
  const end: CashEnd = { layout: "standard", ...none };
  if (state.at === "start") return { ...end, unknown: "has no header line" };
  if (state.at === "no-bill") return { ...end, unknown: state.because };
  if (footer === null) return { ...end, missing: "its closing line of totals" };
  const said = new Map(footer.names.map((name, index) => [name, footer.cells[index] ?? ""]));
  const absent = Object.values(TOTALS).filter((name) => !said.has(name));
  if (absent.length > 0) return { ...end, missing: `${absent.join(", ")} in its closing line` };
  return { ...end, footer: Object.fromEntries(said), disagreements: compareTotals(said, tally) };
}

function compareTotals(said: ReadonlyMap<string, string>, tally: CashTally): Disagreement[] {
  const cell = (name: string) => said.get(name) ?? "";
  const count = readCount(cell(TOTALS.lines));
  const found: (Disagreement | null)[] = [];
  if (count !== BigInt(tally.lines)) {
    found.push({
      field: TOTALS.lines,
      footer: `${cell(TOTALS.lines)} lines`,
      lines: `${tally.lines} line${tally.lines === 1 ? "" : "s"}`,
      figures: { name: TOTALS.lines, footer: cell(TOTALS.lines), lines: `${tally.lines}` },
    });
  }
  const income = readTotals(cell(TOTALS.incomeCount), cell(TOTALS.incomeAmount));
  const outgo = readTotals(cell(TOTALS.outgoCount), cell(TOTALS.outgoAmount));
  if (income) found.push(compareCashTotals("收入", "incoming", income, tally));
  else found.push(unreadableTotal("收入", `${cell(TOTALS.incomeCount)} of ${cell(TOTALS.incomeAmount)}`));
  if (outgo) found.push(compareCashTotals("支出", "outgoing", outgo, tally));
  else found.push(unreadableTotal("支出", `${cell(TOTALS.outgoCount)} of ${cell(TOTALS.outgoAmount)}`));
  return found.filter((disagreement) => disagreement !== null);
}

function unreadableTotal(field: string, said: string): Disagreement {
  return {
    field,
    footer: `${field} ${said}`,
    lines: "no such total",
    figures: { name: field, footer: said, lines: "—" },
  };
}

function readTotals(count: string, amount: string): SaidTotals | null {
  const [lines, amountMinor] = [readCount(count), readFooterNumber(amount, 2)];
  return lines !== null && amountMinor !== null ? { count: lines, amountMinor } : null;
}

function isTotalsHeader(text: string): boolean {
  // A back-tick or a quote may stand before it.
  return [0, 1, 2].some((at) => text.startsWith(TOTALS.lines, at));
}

function readLine(line: PhysicalLine, text: string, header: Header, columns: FundColumns): CashReading {
  const { remark } = columns;
  const cells = cutWechatLine(text, header, remark < 0 ? null : { first: remark, last: remark });
  if ("code" in cells) return unreadable(cells);
  const row = new Row(cells, header.names);
  const direction = row.text(columns.direction);
  if (direction !== "收入" && direction !== "支出")
    row.fail(columns.direction, why("text_not_one_of", { text: direction, known: "收入, 支出" }));
  const isIncome = direction === "收入";
  const amount = row.requiredDecimal(columns.amount, 2);
  if (isIncome && amount < 0n) row.fail(columns.amount, why("income_negative"));
  const movement: CashLine = {
    lineNo: line.lineNo,
    byteOffset: line.byteOffset,
    raw: line.text,
    accountNo: null,
    direction: isIncome ? "IN" : "OUT",
    amountMinor: absMinor(amount),
    asset: "CNY",
    isReversal: false,
    happenedAt: row.time(columns.time),
    valueOn: null,
    balanceAfterMinor: row.requiredDecimal(columns.balance, 2),
    businessType: row.text(columns.businessType) || row.text(columns.businessName) || null,
    entryNo: row.id(columns.entryNo),
    channelReference: row.id(columns.channelReference),
    ourReference: row.id(columns.ourReference),
    counterpartyName: null,
    counterpartyAccountNo: null,
    remark: row.text(remark) || null,
  };
  return row.problem ? { problem: row.problem } : { line: movement };
}
