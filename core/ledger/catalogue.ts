import { invariant } from "@/core/result";
import { checkCatalogue } from "./check-catalogue";
import type { PostingRule } from "./rule";
import { RULE_SOURCES } from "./rule-sources";

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
