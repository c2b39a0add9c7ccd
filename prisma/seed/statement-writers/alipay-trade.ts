import { addDays } from "@/core/calendar/settlement-day";
import { toDecimalString } from "@/core/money/parse-money";
import type { StatementLine, StatementTotals } from "../demo-types";
import { toLocalTime } from "../moment";
import { encodeGbk } from "./gbk";
import { buildZip } from "./zip";

const ACCOUNT = "20880000000000010156";
const EOL = "\r\n";

const HEADER =
  "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";
const SUMMARY_HEADER =
  "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）";

/** Alipay's trade bill: a zip of two GBK files whose long numbers end with a TAB, so that spreadsheets keep them. */
export function writeAlipayTrade(date: string, lines: readonly StatementLine[], totals: StatementTotals) {
  const compactDay = date.replaceAll("-", "");
  const bytes = buildZip([
    { name: encodeGbk(`${ACCOUNT}_${compactDay}_业务明细.csv`), content: encodeGbk(detailText(date, lines, totals)) },
    { name: encodeGbk(`${ACCOUNT}_${compactDay}_业务明细(汇总).csv`), content: encodeGbk(summaryText(date, totals)) },
  ]);
  return { fileName: `${ACCOUNT}_${compactDay}.csv.zip`, bytes };
}

function detailText(date: string, lines: readonly StatementLine[], { payments, refunds }: StatementTotals): string {
  return [
    "#支付宝业务明细查询",
    ...frameHead(date),
    "#-----------------------------------------业务明细列表----------------------------------------",
    HEADER,
    ...lines.map((line) => cellsOf(line).join(",")),
    "#-----------------------------------------业务明细列表结束------------------------------------",
    `#交易合计：${payments.count}笔，商家实收共${yuan(payments.amountMinor)}元，商家优惠共0.00元`,
    `#退款合计：${refunds.count}笔，商家实收退款共${yuan(-refunds.amountMinor)}元，商家优惠退款共0.00元`,
    exportedAt(date),
    "",
  ].join(EOL);
}

function summaryText(date: string, { payments, refunds }: StatementTotals): string {
  const receivedMinor = payments.amountMinor - refunds.amountMinor;
  const feeMinor = payments.feeMinor + refunds.feeMinor;
  const received = yuan(receivedMinor);
  const net = yuan(receivedMinor - feeMinor);
  const fee = yuan(-feeMinor);
  return [
    "#支付宝业务汇总查询",
    ...frameHead(date),
    "#-----------------------------------------业务汇总列表----------------------------------------",
    SUMMARY_HEADER,
    `合计\t,\t,${payments.count},${refunds.count},${received},${received},0.00,0.00,0.00,${fee},0.00,${net}`,
    "#-----------------------------------------业务汇总列表结束------------------------------------",
    exportedAt(date),
    "",
  ].join(EOL);
}

function frameHead(date: string): string[] {
  const localDay = (day: string) => `${day.slice(0, 4)}年${day.slice(5, 7)}月${day.slice(8, 10)}日`;
  const [begins, ends] = [localDay(date), localDay(addDays(date, 1))];
  return [`#账号：[${ACCOUNT}]`, `#起始日期：[${begins} 00:00:00]   终止日期：[${ends} 00:00:00]`];
}

function exportedAt(date: string): string {
  const day = addDays(date, 1);
  return `#导出时间：[${day.slice(0, 4)}年${day.slice(5, 7)}月${day.slice(8, 10)}日 09:12:40]`;
}

/** A refund's line repeats the payment's numbers and has its own in 退款批次号; its amounts are negative. */
function cellsOf(line: StatementLine): string[] {
  const isRefund = line.itemKind === "REFUND";
  const amount = yuan(isRefund ? -line.amountMinor : line.amountMinor);
  const time = toLocalTime(line.at);
  return [
    `${line.tradeNo}\t`,
    `${line.orderNo}\t`,
    isRefund ? "退款\t" : "交易\t",
    // The bill quotes nothing: the channel replaces commas in product names.
    line.productName.replaceAll(/[,"]/g, " "),
    time,
    time,
    `${line.merchant.config.merchantNo}\t`,
    `${line.merchant.shortName}\t`,
    "\t",
    "\t",
    `${line.payerHint}\t`,
    amount,
    amount,
    "0.00",
    "0.00",
    "0.00",
    "0.00",
    "0.00",
    "",
    "0.00\t",
    "0.00",
    `${line.refundNo ?? ""}\t`,
    yuan(-line.feeMinor),
    "0.00",
    "",
  ];
}

function yuan(amountMinor: bigint): string {
  return toDecimalString(amountMinor, 2);
}
