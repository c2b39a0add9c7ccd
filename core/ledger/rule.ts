import type { AccountPlace, Side } from "./chart";
import type { AmountName, AssetWord, Role, RuleGroup, Words } from "./vocabulary";

/**
 * One posting rule as it is written and stored: data, in the language of `parse-line.ts`. A version that has been
 * stored never changes; a changed rule is the next version of its event.
 */
export type RuleSource = {
  readonly event: string;
  readonly version: number;
  readonly group: RuleGroup;
  readonly name: Words;
  /** One sentence: what has happened when this is posted. */
  readonly meaning: Words;
  /** Whether the database refuses the voucher without an executed approval. */
  readonly needsApproval: boolean;
  /** The allow-list between customers' money and our own: only a rule that says so may touch both. */
  readonly crossesFunds: boolean;
  readonly lines: readonly string[];
  readonly example: RuleExample;
};

/**
 * A voucher that the rule would make. `amounts` are decimals in major units by the rule's names; where the rule leaves
 * its lines open, `lines` writes them out with a decimal in the place of the name.
 */
export type RuleExample = {
  readonly amounts?: Readonly<Record<string, string>>;
  readonly lines?: readonly string[];
  /** Which asset stands for each word; CNY for the money where nothing is said. */
  readonly assets?: Readonly<Record<string, string>>;
};

/** One line of a rule: which side of whose account takes which named amount, in which of the voucher's assets. */
export type PostingLine = {
  readonly side: Side;
  readonly place: AccountPlace;
  /** Null for an account of the company itself. */
  readonly role: Role | null;
  readonly amount: AmountName;
  /** Null where the voucher has one asset. */
  readonly asset: AssetWord | null;
};

/**
 * How a rule comes to its lines: they are written out; they are those of the approved request (`as approved`); or they
 * are another voucher's with the sides exchanged (`opposite of the voucher`).
 */
export type RuleKind = "LINES" | "AS_APPROVED" | "OPPOSITE";

export type ExampleLine = {
  readonly side: Side;
  readonly place: AccountPlace;
  readonly role: Role | null;
  readonly amountMinor: bigint;
  readonly asset: string;
};

/** A rule that has been read and found lawful. */
export type PostingRule = {
  readonly source: RuleSource;
  readonly event: string;
  readonly version: number;
  readonly needsApproval: boolean;
  readonly crossesFunds: boolean;
  readonly kind: RuleKind;
  readonly lines: readonly PostingLine[];
  readonly example: readonly ExampleLine[];
};

/** What is wrong with a rule: where, and in `message` what it is and what to do about it. `line` counts from 1; null is the rule as a whole. */
export type RuleProblem = {
  readonly event: string;
  readonly version: number;
  readonly line: number | null;
  readonly code: RuleProblemCode;
  readonly message: string;
};
export type RuleProblemCode =
  | "line_unreadable"
  | "subject_unknown"
  | "subject_is_heading"
  | "role_unknown"
  | "role_missing"
  | "role_does_not_fit"
  | "amount_unknown"
  | "asset_unknown"
  | "asset_missing"
  | "asset_does_not_fit"
  | "amount_in_two_assets"
  | "line_repeated"
  | "line_undone"
  | "never_balances"
  | "too_few_lines"
  | "funds_crossed"
  | "funds_not_crossed"
  | "open_lines_unapproved"
  | "open_lines_mixed"
  | "words_missing"
  | "example_wrong"
  | "event_misnamed"
  | "version_gap"
  | "rule_repeated";

export type Report = (line: RuleProblem["line"], code: RuleProblemCode, message: string) => void;

export function sayProblem(problem: RuleProblem): string {
  const line = problem.line === null ? "" : `, line ${problem.line}`;
  return `${problem.event} version ${problem.version}${line}: ${problem.message}`;
}
