import { absMinor } from "@/core/money/money";
import { toDecimalString } from "@/core/money/parse-money";
import type { Disagreement } from "../refuse-statement";
import { FEE_SCALE, roundFee, unitAtFeeScale } from "../row";
import { cutCells } from "./column-plan";
import type { StatementMapping, TotalMeasure, TotalRule, Trim } from "./mapping";
import { readMappedAmount } from "./read-mapped-amount";
import type { MappedLine } from "./read-mapped-line";
import { plainText, trimCell } from "./trim-cell";

type Sums = {
  lines: number;
  payments: number;
  refunds: number;
  paymentMinor: bigint;
  refundMinor: bigint;
  feeE5: bigint;
};

/** What the lines add up to: all of them, and those that succeeded. */
export class MappedSums {
  readonly ALL = emptySums();
  readonly SUCCEEDED = emptySums();
  readonly assets = new Set<string>();

  add(line: MappedLine): void {
    this.assets.add(line.asset);
    addTo(this.ALL, line);
    if (line.status === "SUCCEEDED") addTo(this.SUCCEEDED, line);
  }
}

/** The lines of a file that may say its totals. */
export type StatedLines = { readonly above: readonly string[]; readonly footer: readonly string[] };

/** Each total that the mapping names beside the lines' own, where the two differ or the file does not say it. */
export function compareMappedTotals(
  mapping: StatementMapping,
  stated: StatedLines,
  sums: MappedSums,
  scale: number,
): Disagreement[] {
  return mapping.totals.flatMap((rule) => {
    const said = findStated(rule, mapping, stated);
    const field = nameOf(rule);
    const name = rule.at.in === "LABEL" ? rule.at.label : `${rule.at.line}:${rule.at.cell}`;
    const own = sums[rule.counts];
    const isSum = rule.measure.endsWith("_SUM");
    if (isSum && sums.assets.size > 1) {
      return [
        {
          field,
          footer: said ?? "nothing",
          lines: `amounts in ${[...sums.assets].join(" and ")}, which do not add up`,
          figures: { name, footer: said ?? "—", lines: [...sums.assets].join(" + ") },
        },
      ];
    }
    const lines = sayOwn(rule.measure, own, scale);
    if (said === null) return [{ field, footer: `no ${field}`, lines, figures: { name, footer: "—", lines } }];
    return agrees(said, rule.measure, own, scale, mapping)
      ? []
      : [{ field, footer: `${field} ${said}`, lines: `${field} ${lines}`, figures: { name, footer: said, lines } }];
  });
}

function agrees(said: string, measure: TotalMeasure, own: Sums, scale: number, mapping: StatementMapping): boolean {
  if (measure.endsWith("_COUNT"))
    return /^\d{1,12}(?:\.0{1,2})?$/.test(said) && BigInt(said.split(".")[0] ?? "") === BigInt(countOf(measure, own));
  const read = readMappedAmount(said, scale, FEE_SCALE, mapping);
  if (!("minor" in read)) return false;
  if (measure === "FEE_SUM") {
    // Written with as many decimals as the asset has, the total of finer fees is rounded once.
    const rounded = roundFee(own.feeE5, scale) * unitAtFeeScale(scale);
    const charged = mapping.fee?.charged === "NEGATIVE" ? -read.minor : read.minor;
    return charged === own.feeE5 || charged === rounded;
  }
  const sum = sumOf(measure, own) * unitAtFeeScale(scale);
  return measure === "NET_SUM" ? read.minor === sum : absMinor(read.minor) === absMinor(sum);
}

/** The figure as the file writes it; null where it is nowhere. */
function findStated({ at }: TotalRule, mapping: StatementMapping, { above, footer }: StatedLines): string | null {
  const trims: ReadonlySet<Trim> = new Set<Trim>([...mapping.trim, "SPACES", "TABS"]);
  if (at.in === "CELL") {
    const cells = cutCells(footer[at.line - 1] ?? "", mapping);
    const cell = cells?.[at.cell - 1];
    return cell === undefined || plainText(cell) === "" ? null : trimCell(cell, trims);
  }
  for (const line of [...footer, ...above]) {
    const from = line.indexOf(at.label);
    if (from < 0) continue;
    const figure = takeFigure(line.slice(from + at.label.length));
    if (figure !== null) return figure;
  }
  return null;
}

/** The figure with which a text goes on: `：12笔` is 12, `: ￥1,234.50元` is ￥1,234.50. */
function takeFigure(text: string): string | null {
  const behind = text.replace(/^[\s:：=,|;"'`共\t]{0,20}/u, "");
  // A sign and a currency sign, then digits with their marks; the last mark may only end the sentence.
  const found = /^\(?[+-]?[^\d\s,;|"'`()+-]{0,3}[+-]?\d[\d.,]{0,40}\)?/.exec(behind);
  return found ? found[0].replace(/[.,]+$/, "") : null;
}

function addTo(sums: Sums, { kind, amountMinor, feeE5 }: MappedLine): void {
  sums.lines += 1;
  sums.feeE5 += feeE5;
  if (kind === "PAYMENT") {
    sums.payments += 1;
    sums.paymentMinor += amountMinor;
  } else {
    sums.refunds += 1;
    sums.refundMinor += amountMinor;
  }
}

function countOf(measure: TotalMeasure, { lines, payments, refunds }: Sums): number {
  if (measure === "PAYMENT_COUNT") return payments;
  return measure === "REFUND_COUNT" ? refunds : lines;
}

function sumOf(measure: TotalMeasure, { paymentMinor, refundMinor }: Sums): bigint {
  if (measure === "PAYMENT_SUM") return paymentMinor;
  if (measure === "REFUND_SUM") return refundMinor;
  return measure === "NET_SUM" ? paymentMinor - refundMinor : paymentMinor + refundMinor;
}

function sayOwn(measure: TotalMeasure, own: Sums, scale: number): string {
  if (measure.endsWith("_COUNT")) return `${countOf(measure, own)}`;
  return measure === "FEE_SUM" ? toDecimalString(own.feeE5, FEE_SCALE) : toDecimalString(sumOf(measure, own), scale);
}

function nameOf({ measure, at }: TotalRule): string {
  const where = at.in === "LABEL" ? `after "${at.label}"` : `in cell ${at.cell} of footer line ${at.line}`;
  return `${measure.toLowerCase().replace("_", " ")} ${where}`;
}

function emptySums(): Sums {
  return { lines: 0, payments: 0, refunds: 0, paymentMinor: 0n, refundMinor: 0n, feeE5: 0n };
}
