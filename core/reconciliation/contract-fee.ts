import { absMinor, feeOf } from "@/core/money/money";
import { divideWholeHalfUp } from "@/core/money/small-whole";

/** What a channel's contract says of fees. A channel without a rate is taken at its word. */
export type FeeContract = {
  readonly costBps: number | null;
  /** False: any fee is taken as it was charged. */
  readonly comparesFee: boolean;
  /** A fee this much off the contract, in minor units, is taken as it was charged. */
  readonly toleranceMinor: bigint;
};

export type ChargedLine = {
  readonly kind: "PAYMENT" | "REFUND";
  readonly status: "SUCCEEDED" | "PROCESSING" | "FAILED";
  readonly amountMinor: bigint;
  readonly feeMinor: bigint;
};

/**
 * The fee that a line should have, signed as its fee is (minor units; given back with a refund, none on what failed). It
 * is the line's own fee where the contract has nothing to say, or nothing that counts.
 */
export function contractFee(line: ChargedLine, { costBps, comparesFee, toleranceMinor }: FeeContract): bigint {
  if (costBps === null || !comparesFee) return line.feeMinor;
  const due =
    line.status === "FAILED" ? 0n : feeOf(line.kind === "REFUND" ? -line.amountMinor : line.amountMinor, costBps);
  return due !== line.feeMinor && absMinor(due - line.feeMinor) <= toleranceMinor ? line.feeMinor : due;
}

/** A line whose amounts are exact as numbers, see `PlainLine`. */
export type ChargedPlainLine = { readonly isPayment: boolean; readonly amount: number; readonly fee: number };

/** The same for a line that has come to its end: without a bigint, since a file has a million of them. */
export function plainContractFee({ isPayment, amount, fee }: ChargedPlainLine, contract: FeeContract): number {
  const { costBps, comparesFee, toleranceMinor } = contract;
  if (costBps === null || !comparesFee) return fee;
  const due = divideWholeHalfUp((isPayment ? amount : -amount) * costBps, 10_000);
  return due !== fee && absMinor(BigInt(due - fee)) <= toleranceMinor ? fee : due;
}
