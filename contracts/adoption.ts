import { z } from "zod";
import { scaleOf } from "@/core/money/format-money";
import { parseDecimalAmount } from "@/core/money/parse-money";
import type { Adoption } from "@/core/reconciliation/decide-adoption";
import { amountMinorWire, assetWire, commandIdWire } from "./wire";

const reason = z.string().trim().min(1).max(4000);

/** What is booked by the channel's word without a person: this status of ours, up to this amount, in this asset. */
export const adoptionRule = z.discriminatedUnion("itemKind", [
  z.strictObject({
    itemKind: z.literal("PAYMENT"),
    ourStatus: z.enum(["CREATED", "UNKNOWN"]),
    asset: assetWire,
    upToMinor: amountMinorWire,
  }),
  z.strictObject({
    itemKind: z.literal("REFUND"),
    ourStatus: z.enum(["ACCEPTED", "UNKNOWN"]),
    asset: assetWire,
    upToMinor: amountMinorWire,
  }),
]);
/** No rule: nothing is booked without a person. */
export const adoptionRules = z
  .array(adoptionRule)
  .max(40)
  .refine(
    (rules) => new Set(rules.map((one) => `${one.itemKind} ${one.ourStatus} ${one.asset}`)).size === rules.length,
    "a status stands twice in one currency",
  );

/** The same as a person types it: a decimal amount in the asset's major unit ("1000", "1000.50"), nothing negative. */
const typedRule = z
  .strictObject({ itemKind: z.string(), ourStatus: z.string(), asset: assetWire, upTo: z.string().trim().max(32) })
  .transform(({ upTo, ...rule }, context) => {
    const read = parseDecimalAmount(upTo.replaceAll(",", ""), scaleOf(rule.asset));
    if (read.ok && read.value >= 0n) return { ...rule, upToMinor: `${read.value}` };
    context.addIssue({ code: "custom", path: ["upTo"], message: `"${upTo}" is not an amount` });
    return z.NEVER;
  });

export const proposeAdoptionPolicyInput = z.strictObject({
  commandId: commandIdWire,
  rules: z.array(typedRule).max(40).pipe(adoptionRules),
  reason,
});
/** Proposes every agreed status difference of a channel that no rule books, each as a request of its own. */
export const proposeAdoptionsInput = z.strictObject({
  commandId: commandIdWire,
  channel: z.string().min(1).max(32),
  reason,
});
export type ProposeAdoptionPolicyInput = z.output<typeof proposeAdoptionPolicyInput>;
export type ProposeAdoptionsInput = z.output<typeof proposeAdoptionsInput>;

export type AdoptionRuleDto = {
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly ourStatus: "CREATED" | "ACCEPTED" | "UNKNOWN";
  readonly asset: string;
  readonly upToMinor: string;
  /** The same as a person would type it. */
  readonly upTo: string;
};
export type AdoptionPolicyDto = {
  readonly version: number;
  readonly status: "APPROVED" | "REJECTED";
  readonly rules: readonly AdoptionRuleDto[];
  readonly reason: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly note: string;
};
/** `current` counts; null: none was ever approved. `waitingNo`: a request for another one. Newest first in `history`. */
export type AdoptionPoliciesDto = {
  readonly current: AdoptionPolicyDto | null;
  readonly waitingNo: string | null;
  readonly history: readonly AdoptionPolicyDto[];
};
/** An open status mismatch where the channel calls done what we call open. */
export type AdoptableDto = {
  readonly itemNo: string;
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly matchKey: string;
  readonly ourStatus: string | null;
  readonly amountMinor: string;
  readonly asset: string;
  readonly settlesOn: string;
  readonly decision: Adoption;
};
