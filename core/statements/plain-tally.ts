import { PLAIN_LINES_SUMMED, type PlainLine } from "./plain-line";
import { type Tally, totalsOf } from "./run-parser";

const none = () => ({ payments: 0, paid: 0, refunds: 0, refunded: 0, fee: 0 });

/** What plain lines add up to, in numbers that are settled into the file's tally before they could be inexact. */
export class PlainTally {
  private sums = none();

  constructor(private readonly tally: Tally) {}

  add(line: PlainLine): void {
    const { sums } = this;
    if (sums.payments + sums.refunds === 0) this.begin(line.asset);
    if (line.isPayment) {
      sums.payments += 1;
      sums.paid += line.amount;
    } else {
      sums.refunds += 1;
      sums.refunded += line.amount;
    }
    sums.fee += line.fee;
    if (sums.payments + sums.refunds >= PLAIN_LINES_SUMMED) this.settle();
  }

  settle(): void {
    const { payments, paid, refunds, refunded, fee } = this.sums;
    if (payments + refunds === 0) return;
    for (const totals of [this.tally, totalsOf(this.tally, "CNY")]) {
      totals.payments.count += payments;
      totals.payments.amountMinor += BigInt(paid);
      totals.refunds.count += refunds;
      totals.refunds.amountMinor += BigInt(refunded);
      totals.feeMinor += BigInt(fee);
      totals.lines += payments + refunds;
    }
    this.sums = none();
  }

  /** The file's first asset is that of its first line, and so is the order of its sums. */
  private begin(asset: string): void {
    this.tally.asset ||= asset;
    totalsOf(this.tally, asset);
  }
}
