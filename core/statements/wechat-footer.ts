import { absMinor } from "@/core/money/money";
import { toDecimalString } from "@/core/money/parse-money";
import { readFooterNumber } from "./footer-number";
import { type Header, normalName } from "./header";
import { type Disagreement, sayTotals } from "./refuse-statement";
import { FEE_SCALE, roundFee, unitAtFeeScale } from "./row";
import type { Tally } from "./run-parser";
import { splitQuotedCells } from "./split-cells";

/**
 * Sums of whole columns, which is how WeChat makes its footer: 100.00 CNY and 30 JPY are 130.00. So all of them are kept
 * in units of 10^-FEE_SCALE; `scale` is what people are shown, two decimals or as many as the finest asset has.
 */
export type WechatSums = {
  lines: number;
  scale: number;
  amount: bigint;
  paymentAmount: bigint;
  refund: bigint;
  couponRefund: bigint;
  orderAmount: bigint;
  paymentOrderAmount: bigint;
  appliedRefund: bigint;
  feeE5: bigint;
  roundedFee: bigint;
};

export function emptyWechatSums(): WechatSums {
  return {
    lines: 0,
    scale: 2,
    amount: 0n,
    paymentAmount: 0n,
    refund: 0n,
    couponRefund: 0n,
    orderAmount: 0n,
    paymentOrderAmount: 0n,
    appliedRefund: 0n,
    feeE5: 0n,
    roundedFee: 0n,
  };
}

export type WechatFooter = { names: readonly string[]; cells: readonly string[] };

/** The cells of the last line; null when it has not as many as its header, because the file was cut inside it. */
export function readWechatFooter(header: Header, text: string): WechatFooter | null {
  const cells = cutFooter(text, header.names.length).map(normalName);
  while (cells.length > header.names.length && cells.at(-1) === "") cells.pop();
  if (cells.length !== header.names.length || cells.some((cell) => cell === "")) return null;
  return { names: header.names, cells };
}

/** Where totals have back-ticks or quotes around them, a comma inside of one stands between thousands. */
function cutFooter(text: string, width: number): readonly string[] {
  const ticked = text.startsWith("`") ? text.replace(/[,\s]+$/, "").split(",`") : [];
  if (ticked.length === width) return ticked;
  return (text.startsWith('"') ? splitQuotedCells(text) : null) ?? text.split(",");
}

/** The names that a total has had over the years, and the column sums that it may be. */
const AMOUNT_TOTALS = [
  { names: ["应结订单总金额", "总交易额"], sums: (sums: WechatSums) => [sums.amount, sums.paymentAmount] },
  { names: ["退款总金额", "总退款金额"], sums: (sums: WechatSums) => [sums.refund] },
  {
    names: ["充值券退款总金额", "总代金券或立减优惠退款金额", "总企业红包退款金额"],
    sums: (sums: WechatSums) => [sums.couponRefund],
  },
  { names: ["订单总金额"], sums: (sums: WechatSums) => [sums.orderAmount, sums.paymentOrderAmount] },
  { names: ["申请退款总金额"], sums: (sums: WechatSums) => [sums.appliedRefund] },
] as const;

const COUNT_NAMES = ["总交易单数"];
const FEE_NAMES = ["手续费总金额", "总手续费金额"];

/** Whether the footer has the totals without which it proves nothing. */
export function hasWechatTotals(footer: WechatFooter, tally: Tally): boolean {
  const has = (names: readonly string[]) => names.some((name) => footer.names.includes(name));
  return has(COUNT_NAMES) && has(AMOUNT_TOTALS[0].names) && (tally.refunds.count === 0 || has(AMOUNT_TOTALS[1].names));
}

export function compareWechatTotals(footer: WechatFooter, sums: WechatSums, tally: Tally): Disagreement[] {
  const disagreements: Disagreement[] = [];
  footer.names.forEach((name, index) => {
    const cell = footer.cells[index] ?? "";
    const found = compareTotal(name, cell, sums, tally);
    if (found === null) return;
    const figures = { name, footer: cell, lines: found.figure };
    disagreements.push({ field: name, footer: found.footer, lines: found.lines, figures });
  });
  return disagreements;
}

/** A total that differs, and the figure that the lines come to. */
type OtherTotal = Pick<Disagreement, "footer" | "lines"> & { readonly figure: string };

function compareTotal(name: string, cell: string, sums: WechatSums, tally: Tally): OtherTotal | null {
  if (COUNT_NAMES.includes(name)) {
    if (readFooterNumber(cell, 0) === BigInt(sums.lines)) return null;
    const kinds = `${sayTotals(tally.payments, "payment", sums.scale)} and ${sayTotals(tally.refunds, "refund", sums.scale)}`;
    return { footer: `${cell} lines`, lines: `${sums.lines} lines (${kinds})`, figure: `${sums.lines}` };
  }
  if (FEE_NAMES.includes(name)) {
    if (isFeeTotal(cell, sums)) return null;
    const figure = toDecimalString(sums.feeE5, FEE_SCALE);
    return { footer: `fees of ${cell}`, lines: `fees of ${figure}`, figure };
  }
  const total = AMOUNT_TOTALS.find((candidate) => candidate.names.some((known) => known === name));
  if (!total) return null;
  const possible = total.sums(sums);
  const said = readFooterNumber(cell, FEE_SCALE);
  // Bills of earlier years wrote refunds with a minus sign, in the lines or in the footer only.
  if (said !== null && possible.some((sum) => absMinor(sum) === absMinor(said))) return null;
  const figure = sayDecimal(possible[0] ?? 0n, sums.scale);
  return { footer: `${name} ${cell}`, lines: `${name} ${figure}`, figure };
}

/**
 * The fee total is exact with five decimals. With as many decimals as the currency has, it is the rounded sum or the sum
 * of rounded fees, depending on the year of the bill.
 */
function isFeeTotal(cell: string, sums: WechatSums): boolean {
  const said = readFooterNumber(cell, FEE_SCALE);
  const roundedSum = roundFee(sums.feeE5, sums.scale) * unitAtFeeScale(sums.scale);
  return said !== null && [sums.feeE5, roundedSum, sums.roundedFee].includes(said);
}

function sayDecimal(sum: bigint, scale: number): string {
  return toDecimalString(sum / unitAtFeeScale(scale), scale);
}
