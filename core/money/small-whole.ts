import { invariant } from "@/core/result";

/**
 * `divideHalfUp` of whole numbers that a number holds exactly, with no fraction on the way: for the millions of a file,
 * whose amounts were looked at one by one to be as small as that. Never a negative zero.
 */
export function divideWholeHalfUp(numerator: number, denominator: number): number {
  invariant(Number.isSafeInteger(numerator) && denominator > 0, "a small whole number is divided by a positive one");
  const magnitude = numerator < 0 ? -numerator : numerator;
  const rest = magnitude % denominator;
  const whole = (magnitude - rest) / denominator + (2 * rest >= denominator ? 1 : 0);
  return numerator < 0 && whole > 0 ? -whole : whole;
}
