import type { RuleSource } from "./rule";

/** The parts of a rule, besides its lines, that a new version may say otherwise. */
export const RULE_PARTS = ["name", "meaning", "needsApproval", "crossesFunds", "example"] as const;
export type RulePart = (typeof RULE_PARTS)[number];

export type RuleChange = {
  /** Lines as they are written. One that only moved is in neither list. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly RulePart[];
};

/** What `after` says otherwise than `before`; a first version, before which there was nothing, changes nothing. */
export function compareRules(before: RuleSource | null, after: RuleSource): RuleChange {
  if (before === null) return { added: [], removed: [], changed: [] };
  return {
    added: after.lines.filter((line) => !before.lines.includes(line)),
    removed: before.lines.filter((line) => !after.lines.includes(line)),
    changed: RULE_PARTS.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part])),
  };
}
