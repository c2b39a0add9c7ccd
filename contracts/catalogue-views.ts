import type { FundOwner, Side } from "@/core/ledger/chart";
import type { RuleChange } from "@/core/ledger/compare-rules";
import type { RuleKind } from "@/core/ledger/rule";
import type { RuleGroup, Words } from "@/core/ledger/vocabulary";

/** One line of a rule, with what it takes in the rule's example; a line without an amount stands in an example alone. */
export type RuleRowDto = {
  readonly side: Side;
  readonly glCode: string;
  readonly subject: Words;
  /** Whose account; null for the company's own. */
  readonly role: Words | null;
  readonly fundOwner: FundOwner;
  readonly amount: Words | null;
  readonly asset: Words | null;
  /** Null where the example leaves the amount at zero. */
  readonly example: { readonly amountMinor: string; readonly asset: string } | null;
};

/** What the amounts have to add up to for the voucher to balance, in one asset; null for the voucher's only one. */
export type RuleConditionDto = {
  readonly asset: Words | null;
  readonly debit: readonly Words[];
  readonly credit: readonly Words[];
};

export type RuleDto = {
  readonly event: string;
  readonly version: number;
  readonly group: RuleGroup;
  readonly name: Words;
  readonly meaning: Words;
  readonly needsApproval: boolean;
  readonly crossesFunds: boolean;
  readonly kind: RuleKind;
  readonly rows: readonly RuleRowDto[];
  readonly conditions: readonly RuleConditionDto[];
  /** The rule as it is written. */
  readonly text: readonly string[];
  readonly storedAt: string;
};

/** What a version says otherwise than the one before it; nothing for the first. Lines are as they are written. */
export type RuleVersionDto = RuleChange & { readonly version: number; readonly storedAt: string };

/** One version of an event's rule with the history of all of them, the newest first. */
export type RuleHistoryDto = { readonly rule: RuleDto; readonly versions: readonly RuleVersionDto[] };
