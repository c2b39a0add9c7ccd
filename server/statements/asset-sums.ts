import "server-only";
import { PLAIN_LINES_SUMMED, type PlainLine } from "@/core/statements/plain-line";

/** What the lines of one asset add up to; minor units, signed as the lines are. */
export type AssetSum = { lines: bigint; signedMinor: bigint; feeMinor: bigint; contractFeeMinor: bigint };

const noPlain = () => ({ lines: 0, signed: 0, fee: 0, contractFee: 0 });

/** The sums of a statement's lines as they are stored, which proofs read in the lines' stead. */
export class AssetSums {
  private readonly byAsset = new Map<string, AssetSum>();
  private plain = noPlain();

  add(asset: string, signedMinor: bigint, feeMinor: bigint, contractFeeMinor: bigint): void {
    const sum = this.of(asset);
    sum.lines += 1n;
    sum.signedMinor += signedMinor;
    sum.feeMinor += feeMinor;
    sum.contractFeeMinor += contractFeeMinor;
  }

  /** A plain line's amounts are added as numbers, and settled before they could be inexact. */
  addPlain(line: PlainLine, signed: number, contractFee: number): void {
    const { plain } = this;
    plain.lines += 1;
    plain.signed += signed;
    plain.fee += line.fee;
    plain.contractFee += contractFee;
    if (plain.lines >= PLAIN_LINES_SUMMED) this.settle();
  }

  entries(): [asset: string, sum: AssetSum][] {
    this.settle();
    return [...this.byAsset];
  }

  private settle(): void {
    const { lines, signed, fee, contractFee } = this.plain;
    if (lines === 0) return;
    const sum = this.of("CNY");
    sum.lines += BigInt(lines);
    sum.signedMinor += BigInt(signed);
    sum.feeMinor += BigInt(fee);
    sum.contractFeeMinor += BigInt(contractFee);
    this.plain = noPlain();
  }

  private of(asset: string): AssetSum {
    const known = this.byAsset.get(asset);
    if (known) return known;
    const fresh = { lines: 0n, signedMinor: 0n, feeMinor: 0n, contractFeeMinor: 0n };
    this.byAsset.set(asset, fresh);
    return fresh;
  }
}
