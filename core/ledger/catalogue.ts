import { invariant } from "@/core/result";
import { checkCatalogue } from "./check-catalogue";
import type { PostingRule } from "./rule";
import { ACQUIRING } from "./rules/acquiring";
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
  ...OWN_FUNDS,
  ...CORRECTIONS,
  ...BONDS,
  ...FUNDS,
  ...LENDING,
] as const;

type AnySource = (typeof RULE_SOURCES)[number];
export type PostingEvent = AnySource["event"];
type LineOf<E extends PostingEvent> = Extract<AnySource, { event: E }>["lines"][number];

/** The amounts, roles and asset words of an event's rule, read out of its lines by the compiler. */
export type AmountOf<E extends PostingEvent> = AmountIn<LineOf<E>>;
export type RoleOf<E extends PostingEvent> = RoleIn<LineOf<E>>;
export type AssetWordOf<E extends PostingEvent> = AssetIn<LineOf<E>>;
type AmountIn<L> = L extends `${string}: ${infer Counted}`
  ? Counted extends `${infer Amount} in ${string}`
    ? Amount
    : Counted
  : never;
type RoleIn<L> = L extends `${string} of ${infer Role}: ${string}` ? Role : never;
type AssetIn<L> = L extends `${string}: ${string} in ${infer Asset}` ? Asset : never;

/** Every version of every rule, read and found lawful. */
export const ALL_RULES: readonly PostingRule[] = readRules();

function readRules(): readonly PostingRule[] {
  const read = checkCatalogue(RULE_SOURCES);
  // The tests see it first: an unlawful rule never leaves the machine on which it was written.
  invariant(read.ok, read.ok ? "the catalogue is lawful" : read.refusal.message);
  return read.value;
}

/** The rule of each event that vouchers are posted by today: its newest version. */
export const CATALOGUE: Readonly<Record<PostingEvent, PostingRule>> = Object.fromEntries(
  ALL_RULES.map((rule) => [rule.event, rule]),
) as Record<PostingEvent, PostingRule>;

/** A version of an event's rule; null when the catalogue has none. */
export function findRule(event: string, version: number): PostingRule | null {
  return ALL_RULES.find((rule) => rule.event === event && rule.version === version) ?? null;
}
