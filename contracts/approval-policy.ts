import { z } from "zod";
import { EXCLUSIONS, type Exclusion, RULED_ACTS, type RuledAct, SEATS, type Seat } from "@/core/approvals/acts";
import { checkRules } from "@/core/approvals/policy";
import { scaleOf } from "@/core/money/format-money";
import { parseDecimalAmount } from "@/core/money/parse-money";
import { amountMinorWire, assetWire, commandIdWire } from "./wire";

/** A rule as it is stored and frozen: the amount in minor units, as text. */
export const policyRule = z.strictObject({
  act: z.enum(RULED_ACTS),
  asset: assetWire.nullable(),
  upToMinor: amountMinorWire.nullable(),
  seats: z.array(z.enum(SEATS)).min(1).max(SEATS.length),
  excludes: z.array(z.enum(EXCLUSIONS)),
  stepUp: z.boolean(),
});
export const policyRules = z.array(policyRule).min(1).max(200);
/** What a request for other rules freezes. */
export const policyPayload = z.strictObject({
  baseVersion: z.int().min(1),
  rules: policyRules,
  breakGlass: z.boolean(),
});
export type PolicyPayload = z.output<typeof policyPayload>;

/** The same as a person types it: a decimal amount in the asset's major unit, or nothing for any amount. */
const typedRule = z
  .strictObject({
    act: z.enum(RULED_ACTS),
    asset: assetWire.nullable(),
    upTo: z.string().trim().max(32),
    seats: z.array(z.enum(SEATS)).min(1).max(SEATS.length),
    excludes: z.array(z.enum(EXCLUSIONS)),
    stepUp: z.boolean(),
  })
  .transform(({ upTo, ...rule }, context) => {
    if (upTo === "") return { ...rule, upToMinor: null };
    const read = parseDecimalAmount(upTo.replaceAll(",", ""), scaleOf(rule.asset ?? ""));
    if (rule.asset !== null && read.ok && read.value > 0n) return { ...rule, upToMinor: read.value };
    context.addIssue({
      code: "custom",
      path: ["upTo"],
      message: `"${upTo}" is not an amount above zero of a currency`,
    });
    return z.NEVER;
  });
export const proposePolicyInput = z.strictObject({
  commandId: commandIdWire,
  baseVersion: z.int().min(1),
  rules: z
    .array(typedRule)
    .min(1)
    .max(200)
    .superRefine((rules, context) => {
      const checked = checkRules(rules);
      if (!checked.ok) context.addIssue({ code: "custom", message: checked.refusal.message });
    }),
  breakGlass: z.boolean(),
  reason: z.string().trim().min(1).max(4000),
});
export type ProposePolicyInput = z.output<typeof proposePolicyInput>;

export type PolicyRuleDto = {
  readonly act: RuledAct;
  readonly asset: string | null;
  readonly upToMinor: string | null;
  /** As a person would type it; empty for any amount. */
  readonly upTo: string;
  readonly seats: readonly Seat[];
  readonly excludes: readonly Exclusion[];
  readonly stepUp: boolean;
};
export type PolicyVersionDto = {
  readonly version: number;
  readonly rules: readonly PolicyRuleDto[];
  readonly breakGlass: boolean;
  readonly reason: string;
  readonly madeBy: string | null;
  readonly checkedBy: string | null;
  readonly approvedAt: string;
  readonly approvalNo: string | null;
};
/** Newest first in `history`, which holds the one in force too. */
export type PolicyPageDto = {
  readonly current: PolicyVersionDto;
  readonly history: readonly PolicyVersionDto[];
  readonly waitingNo: string | null;
};

/** The rule that asks, as the policy of the request's day says it: above one limit, up to another, in an asset. */
export type AskingRuleDto = {
  readonly policyVersion: number;
  readonly act: RuledAct;
  /** Null: every asset that has no rule of its own. */
  readonly asset: string | null;
  readonly aboveMinor: string | null;
  readonly upToMinor: string | null;
  readonly seats: readonly Seat[];
  readonly excludes: readonly Exclusion[];
  readonly stepUp: boolean;
  /** What was asked for the same payee within a day, this included, where that is more than this alone. */
  readonly summed: { readonly amountMinor: string; readonly asset: string; readonly payee: string } | null;
};
