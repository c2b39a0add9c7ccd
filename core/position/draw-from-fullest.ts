import { invariant } from "@/core/result";

/**
 * How much of `amountMinor` (above zero) each of these levels gives when it is always taken from the fullest, as many small
 * payouts are: the full ones sink together until all of it is taken. Of equals the first ones give the odd units. Levels may sink below zero, since what falls
 * due falls due. Empty where there is no level to take it from.
 */
export function drawFromFullest(levels: readonly bigint[], amountMinor: bigint): bigint[] {
  invariant(amountMinor > 0n, "more than nothing is drawn");
  const order = levels.map((_, index) => index).sort((left, right) => compareLevels(levels, left, right));
  const givers: number[] = [];
  let givenMinor = 0n;
  let floorMinor = 0n;
  for (const [place, index] of order.entries()) {
    givers.push(index);
    givenMinor += levelAt(levels, index);
    const count = BigInt(givers.length);
    // All givers together sink to this level, or one unit below it.
    floorMinor = floorDivide(givenMinor - amountMinor, count);
    const next = order[place + 1];
    if (next === undefined || levelAt(levels, next) <= floorMinor) break;
  }
  let oddMinor = givenMinor - amountMinor - floorMinor * BigInt(givers.length);
  const taken = levels.map(() => 0n);
  // Those at the end keep the odd units.
  for (const index of givers.toReversed()) {
    const keeps = oddMinor > 0n ? 1n : 0n;
    taken[index] = levelAt(levels, index) - floorMinor - keeps;
    oddMinor -= keeps;
  }
  return taken;
}

function compareLevels(levels: readonly bigint[], left: number, right: number): number {
  const [one, other] = [levelAt(levels, left), levelAt(levels, right)];
  return one === other ? left - right : one > other ? -1 : 1;
}

function levelAt(levels: readonly bigint[], index: number): bigint {
  const level = levels[index];
  invariant(level !== undefined, "an index of the levels");
  return level;
}

function floorDivide(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator % denominator !== 0n && numerator < 0n ? quotient - 1n : quotient;
}
