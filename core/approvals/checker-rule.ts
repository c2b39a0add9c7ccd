import { TWO_CHECKERS_ABOVE_MINOR } from "./decide-approval";

/** Why a resolution asks for as many checkers as it does; `checkersOfResolution` says which. */
export const CHECKER_RULES = ["LOSS", "OTHER_ASSET", "LARGE", "ORDINARY"] as const;
export type CheckerRule = (typeof CHECKER_RULES)[number];

/** The rule that decided, most telling first. `amountMinor` in the minor unit of `asset`. */
export function checkerRuleOf(resolution: string, amountMinor: bigint, asset: string): CheckerRule {
  if (resolution === "WRITE_OFF_AS_LOSS") return "LOSS";
  if (asset !== "CNY") return "OTHER_ASSET";
  return amountMinor > TWO_CHECKERS_ABOVE_MINOR ? "LARGE" : "ORDINARY";
}
