import { toDecimalString } from "@/core/money/parse-money";
import { readFooterNumber } from "./footer-number";
import { findColumn, normalName, readHeader } from "./header";
import { type Disagreement, sayTotals } from "./refuse-statement";
import { fitCells, splitQuotedCells } from "./split-cells";
import type { StatementTotals } from "./statement";

/** What the file 汇总 beside Alipay's bill says of it; a part that it has no column for is null. In fen. */
export type AlipaySummary = {
  payments: bigint;
  refunds: bigint;
  receivedMinor: bigint | null;
  account: string | null;
};

const MAX_SUMMARY_LINES = 10_000;

/** Null where no row of it can be read: it then says nothing of the bill. */
export function readAlipaySummary(text: string): AlipaySummary | null {
  const lines = text.split(/\r\n|[\r\n]/, MAX_SUMMARY_LINES).map((line) => line.trim());
  const at = lines.findIndex((line) => !line.startsWith("#") && line.includes("笔数"));
  const header = readHeader({ text: lines[at] ?? "" });
  const columns = {
    payments: findColumn(header, "交易订单总笔数", "交易总笔数", "交易笔数"),
    refunds: findColumn(header, "退款订单总笔数", "退款总笔数", "退款笔数"),
    received: findColumn(header, "商家实收"),
  };
  if (at < 0 || columns.payments < 0 || columns.refunds < 0) return null;
  const rows = lines.slice(at + 1).flatMap((line) => {
    if (line === "" || line.startsWith("#")) return [];
    const cells = fitCells(line.includes('"') ? splitQuotedCells(line) : line.split(","), header) ?? [];
    const number = (column: number, scale: number) => readFooterNumber((cells[column] ?? "").trim(), scale);
    const [payments, refunds] = [number(columns.payments, 0), number(columns.refunds, 0)];
    const received = columns.received < 0 ? null : number(columns.received, 2);
    if (payments === null || refunds === null) return [];
    return [{ isTotal: cells.some((cell) => normalName(cell) === "合计"), payments, refunds, received }];
  });
  const totals = rows.filter(({ isTotal }) => isTotal);
  const counted = totals.length > 0 ? totals.slice(-1) : rows;
  if (counted.length === 0) return null;
  const account = lines.find((line) => /^#+账号[：:]/.test(line))?.match(/\d{8,32}/)?.[0] ?? null;
  const summary: AlipaySummary = { payments: 0n, refunds: 0n, receivedMinor: 0n, account };
  for (const { payments, refunds, received } of counted) {
    summary.payments += payments;
    summary.refunds += refunds;
    const { receivedMinor } = summary;
    summary.receivedMinor = receivedMinor === null || received === null ? null : receivedMinor + received;
  }
  return summary;
}

/** Holds the bill's lines against its summary. What was received is that of the payments, or less the refunds, by its year. */
export function compareAlipaySummary(
  summary: AlipaySummary,
  payments: StatementTotals,
  refunds: StatementTotals,
): Disagreement[] {
  const found: Disagreement[] = [];
  const { receivedMinor } = summary;
  const isReceived = [payments.amountMinor, payments.amountMinor - refunds.amountMinor].some(
    (minor) => receivedMinor === null || minor === receivedMinor,
  );
  const compareCount = (field: string, what: string, said: bigint, lines: StatementTotals) => {
    if (said === BigInt(lines.count)) return;
    const figures = { name: field, footer: `${said}`, lines: `${lines.count}` };
    found.push({ field, footer: `${said} ${what}s`, lines: sayTotals(lines, what, 2), figures });
  };
  compareCount("汇总 交易订单总笔数", "payment", summary.payments, payments);
  compareCount("汇总 退款订单总笔数", "refund", summary.refunds, refunds);
  if (!isReceived) {
    const [field, name] = ["汇总 商家实收", "商家实收"];
    const net = toDecimalString(payments.amountMinor - refunds.amountMinor, 2);
    const said = toDecimalString(receivedMinor ?? 0n, 2);
    const figures = { name: field, footer: said, lines: net };
    found.push({ field, footer: `${name} ${said}`, lines: `${name} ${net}`, figures });
  }
  return found;
}
