import { invariant } from "@/core/result";

/** An amount in the asset's minor unit (fen for CNY). Never a float, never without its asset. */
export type Money = { readonly amountMinor: bigint; readonly asset: string };

/** The largest amount that the books take, in minor units: ten trillion yuan. A larger one is a mistake. */
export const MAX_AMOUNT_MINOR = 10n ** 15n;

export function addMoney(left: Money, right: Money): Money {
  invariant(left.asset === right.asset, `cannot add ${left.asset} to ${right.asset}`);
  return { amountMinor: left.amountMinor + right.amountMinor, asset: left.asset };
}

export function sumMinor(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}

export function absMinor(amountMinor: bigint): bigint {
  return amountMinor < 0n ? -amountMinor : amountMinor;
}

export function smallerOf(left: bigint, right: bigint): bigint {
  // Math.min takes no bigint.
  if (left < right) return left;
  return right;
}

/** `numerator / denominator`, halves away from zero. The one rounding rule for fees. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  invariant(denominator > 0n, "the divisor of a rounded division is positive");
  const doubled = absMinor(numerator) * 2n + denominator;
  const magnitude = doubled / (denominator * 2n);
  return numerator < 0n ? -magnitude : magnitude;
}

/** A fee of `basisPoints` (hundredths of a percent, may be negative for a returned fee's amount) on `amountMinor`. */
export function feeOf(amountMinor: bigint, basisPoints: number): bigint {
  invariant(Number.isSafeInteger(basisPoints), "basis points are a whole number");
  return divideHalfUp(amountMinor * BigInt(basisPoints), 10_000n);
}

/**
 * Splits `totalMinor` over `weights` by largest remainder: the parts add up to the total exactly, and the odd cents go
 * to the largest remainders, earlier weights first among equals. All weights zero gives all zeros only for a zero total.
 */
export function allocateByLargestRemainder(totalMinor: bigint, weights: readonly bigint[]): bigint[] {
  const weightSum = sumMinor(weights);
  invariant(totalMinor >= 0n && weights.every((weight) => weight >= 0n), "parts and weights are not negative");
  invariant(weightSum > 0n || totalMinor === 0n, "nothing to spread the amount over");
  if (weightSum === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight, index) => ({
    index,
    floor: (totalMinor * weight) / weightSum,
    remainder: (totalMinor * weight) % weightSum,
  }));
  let left = totalMinor - sumMinor(parts.map((part) => part.floor));
  const order = [...parts].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  for (const part of order) {
    if (left === 0n) break;
    part.floor += 1n;
    left -= 1n;
  }
  return parts.map((part) => part.floor);
}
