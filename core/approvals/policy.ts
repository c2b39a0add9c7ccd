import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { type Exclusion, RULED_ACTS, type RuledAct, type Seat } from "./acts";

/**
 * Who checks an act up to an amount (minor units, inclusive). `asset` null: every asset that no rule of this act names;
 * `upToMinor` null: any amount, and what has none.
 */
export type PolicyRule = {
  readonly act: RuledAct;
  readonly asset: string | null;
  readonly upToMinor: bigint | null;
  readonly seats: readonly Seat[];
  readonly excludes: readonly Exclusion[];
  /** Whether each signature needs the checker's one-time password. */
  readonly stepUp: boolean;
};
export type ApprovalPolicy = {
  readonly version: number;
  readonly rules: readonly PolicyRule[];
  /** Whether a lead may act alone in an emergency, with a review afterwards. */
  readonly breakGlass: boolean;
};
/** What is weighed: `summedMinor` counts what else was asked for the same payee within a day. */
export type Weighed = { readonly act: RuledAct; readonly asset: string | null; readonly summedMinor: bigint | null };

/** A rule with the limit of the one below it: it asks for what is above that. Null: from the first cent. */
export type Band = { readonly rule: PolicyRule; readonly aboveMinor: bigint | null };

export function findBand(rules: readonly PolicyRule[], weighed: Weighed): Band | null {
  const rule = findRule(rules, weighed);
  if (!rule) return null;
  const below = rules
    .filter((one) => one.act === rule.act && one.asset === rule.asset && byLimit(one, rule) < 0)
    .sort(byLimit);
  return { rule, aboveMinor: below.at(-1)?.upToMinor ?? null };
}

/** The rule that asks: of the act's rules for the asset, else for any asset, the one with the least limit that reaches. */
export function findRule(rules: readonly PolicyRule[], { act, asset, summedMinor }: Weighed): PolicyRule | null {
  const ofAct = rules.filter((rule) => rule.act === act);
  const named = asset === null ? [] : ofAct.filter((rule) => rule.asset === asset);
  const candidates = named.length > 0 ? named : ofAct.filter((rule) => rule.asset === null);
  const reaching = candidates.filter(
    (rule) => rule.upToMinor === null || (summedMinor !== null && summedMinor <= rule.upToMinor),
  );
  return [...reaching].sort(byLimit)[0] ?? null;
}

function byLimit(left: PolicyRule, right: PolicyRule): number {
  if (left.upToMinor === right.upToMinor) return 0;
  if (left.upToMinor === null) return 1;
  if (right.upToMinor === null) return -1;
  return left.upToMinor < right.upToMinor ? -1 : 1;
}

/** What moves no money of anybody: only there an administrator may sign. */
export const MOVES_NO_MONEY: readonly RuledAct[] = [
  "BANK_ACCOUNT",
  "MERCHANT_SETTINGS",
  "USER_ROLES",
  "STATEMENT_MAPPING",
  "ADOPTION_POLICY",
  "SERVICE_LEVELS",
  "CALENDAR",
  "APPROVAL_POLICY",
];

export type PolicyRefusal = Refusal<
  "policy_rule_twice" | "policy_without_limit_missing" | "policy_rule_weaker" | "policy_administrator_for_money"
>;

/**
 * Whether a list of rules can be in force: nothing stands twice, every act has a rule for any amount in each asset that
 * is named and in all others, more money never asks for fewer signatures, and no administrator signs for money.
 */
export function checkRules(rules: readonly PolicyRule[]): Result<readonly PolicyRule[], PolicyRefusal> {
  const forMoney = rules.find((rule) => !MOVES_NO_MONEY.includes(rule.act) && rule.seats.includes("ADMIN_OR_LEAD"));
  if (forMoney) {
    return refuse("policy_administrator_for_money", `${forMoney.act} moves money; no administrator signs for it.`, {
      act: forMoney.act,
    });
  }
  const bands = bandsOf(rules);
  const missing = RULED_ACTS.find((act) => !bands.has(`${act} *`));
  if (missing) return refuseLimited(missing);
  for (const [key, band] of bands) {
    const [act = "", asset = ""] = key.split(" ");
    const sorted = [...band].sort(byLimit);
    for (const [index, rule] of sorted.entries()) {
      const above = sorted[index + 1];
      if (above && above.upToMinor === rule.upToMinor) {
        return refuse("policy_rule_twice", `Two rules for ${act} in ${asset} have the same limit.`, { act, asset });
      }
      if (above && !rule.seats.every((seat) => above.seats.includes(seat))) {
        return refuse(
          "policy_rule_weaker",
          `For ${act} in ${asset}, a larger amount would need fewer signatures than a smaller one.`,
          { act, asset },
        );
      }
    }
    if (sorted.at(-1)?.upToMinor !== null) return refuseLimited(act);
  }
  return accept(rules);
}

function refuseLimited(act: string): { ok: false; refusal: Refusal<"policy_without_limit_missing"> } {
  const message = `${act} lacks a rule for any amount, or one for every other currency.`;
  return refuse("policy_without_limit_missing", message, { act });
}

function bandsOf(rules: readonly PolicyRule[]): Map<string, PolicyRule[]> {
  const bands = new Map<string, PolicyRule[]>();
  for (const rule of rules) {
    const key = `${rule.act} ${rule.asset ?? "*"}`;
    bands.set(key, [...(bands.get(key) ?? []), rule]);
  }
  return bands;
}
