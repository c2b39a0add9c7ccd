import { accept, type Result, refuse } from "@/core/result";
import { checkRule } from "./check-rule";
import { type PostingRule, type RuleProblem, type RuleSource, sayProblem } from "./rule";

/**
 * Reads a whole catalogue: every rule by itself, and each event's versions together, which count from 1 without a gap
 * and without two of a number. The refusal's details are all problems, as sentences.
 */
export function checkCatalogue(sources: readonly RuleSource[]): Result<readonly PostingRule[]> {
  const problems: RuleProblem[] = [];
  const rules: PostingRule[] = [];
  const newest = new Map<string, number>();
  for (const source of sources) {
    const { event, version } = source;
    const expected = (newest.get(event) ?? 0) + 1;
    if (version < expected && version >= 1) {
      const message = "This version stands above already. A changed rule is the next version, below the old one.";
      problems.push({ event, version, line: null, code: "rule_repeated", message });
    } else if (version !== expected) {
      const message = `The next version of this event is ${expected}. Number it so; versions count from 1.`;
      problems.push({ event, version, line: null, code: "version_gap", message });
    }
    newest.set(event, Math.max(version, newest.get(event) ?? 0));
    const checked = checkRule(source);
    if (checked.ok) rules.push(checked.value);
    problems.push(...checked.problems);
  }
  if (problems.length === 0) return accept(rules);
  return refuse(
    "catalogue_unlawful",
    `The posting catalogue has ${problems.length} problem(s). ${problems.map(sayProblem).join(" ")}`,
    undefined,
    problems.map(sayProblem),
  );
}
