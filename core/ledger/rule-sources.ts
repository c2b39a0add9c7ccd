import { ACQUIRING } from "./rules/acquiring";
import { BANK } from "./rules/bank";
import { BONDS } from "./rules/bonds";
import { CORRECTIONS } from "./rules/corrections";
import { FUNDS } from "./rules/funds";
import { LENDING } from "./rules/lending";
import { OWN_FUNDS } from "./rules/own-funds";
import { PAYOUTS } from "./rules/payouts";
import { REFUNDS } from "./rules/refunds";
import { SETTLEMENT } from "./rules/settlement";
import { SUSPENSE } from "./rules/suspense";

/** The posting catalogue (记账规则) as it is written: every version of every rule, an event's newest last. */
export const RULE_SOURCES = [
  ...ACQUIRING,
  ...REFUNDS,
  ...SETTLEMENT,
  ...PAYOUTS,
  ...SUSPENSE,
  ...BANK,
  ...OWN_FUNDS,
  ...CORRECTIONS,
  ...BONDS,
  ...FUNDS,
  ...LENDING,
] as const;
