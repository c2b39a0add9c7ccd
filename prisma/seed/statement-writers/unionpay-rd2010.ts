import { toDecimalString } from "@/core/money/parse-money";
import type { StatementTotals } from "../demo-types";

const EOL = "\r\n";
const COLUMN_WIDTH = 18;

/** The text summary that closes a settlement day: per trade type and in total, each amount as debit and as credit. */
export function writeRd2010(date: string, account: string, { payments, refunds }: StatementTotals): string {
  const rule = "-".repeat(12 + COLUMN_WIDTH * 7);
  const count = payments.count + refunds.count;
  const total = amountsOf(refunds.amountMinor, payments.amountMinor, payments.feeMinor, -refunds.feeMinor);
  return [
    "                                        商户清算汇总报表（RD2010）",
    `商户代码：${account}    清算日期：${date.replaceAll("-", "")}    币种：156    单位：元`,
    rule,
    rowOf("交易类型", ["笔数", "金额借记", "金额贷记", "手续费借记", "手续费贷记", "净额借记", "净额贷记"]),
    rule,
    rowOf("消费", [`${payments.count}`, ...amountsOf(0n, payments.amountMinor, payments.feeMinor, 0n)]),
    rowOf("退货", [`${refunds.count}`, ...amountsOf(refunds.amountMinor, 0n, 0n, -refunds.feeMinor)]),
    rule,
    rowOf("合计", [`${count}`, ...total]),
    rule,
    "",
  ].join(EOL);
}

/** Debit and credit of amount, fee and net. The net of a row stands on one side only. */
function amountsOf(debitMinor: bigint, creditMinor: bigint, feeDebitMinor: bigint, feeCreditMinor: bigint): string[] {
  const netMinor = creditMinor - debitMinor - feeDebitMinor + feeCreditMinor;
  const sides = [
    debitMinor,
    creditMinor,
    feeDebitMinor,
    feeCreditMinor,
    netMinor < 0n ? -netMinor : 0n,
    netMinor > 0n ? netMinor : 0n,
  ];
  return sides.map((amountMinor) => toDecimalString(amountMinor, 2));
}

function rowOf(type: string, cells: readonly string[]): string {
  return `${type.padEnd(12)}${cells.map((cell) => cell.padStart(COLUMN_WIDTH)).join("")}`;
}
