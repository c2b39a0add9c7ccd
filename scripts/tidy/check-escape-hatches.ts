import type { Source } from "./source";
import type { Violation } from "./violation";

/** What the benchmarks compare our way with; it writes to a scratch database. */
const THE_NAIVE_WAY = "bench/naive-posting.ts";
const SUPPRESSION = /@ts-(ignore|expect-error|nocheck)/;

/** The ways around the type checker, the logger and `transact`. */
export function checkEscapeHatches(source: Source): Violation[] {
  const violations: Violation[] = [];
  for (const { node } of source.of("TSAnyKeyword")) {
    violations.push(source.violation(node.start, "no-any", "name the type, or take unknown and parse it"));
  }
  for (const { node } of source.of("TSNonNullExpression")) {
    const advice = "handle the missing value, or state with invariant() why it cannot be missing";
    violations.push(source.violation(node.start, "no-non-null", advice));
  }
  for (const comment of source.comments) {
    const [suppression] = SUPPRESSION.exec(comment.value) ?? [];
    if (suppression === undefined) continue;
    violations.push(source.violation(comment.start, "no-ts-suppression", `remove ${suppression} and fix the type`));
  }
  for (const { node } of source.of("MemberExpression")) {
    const isOrmTransaction = node.property.type === "Identifier" && node.property.name === "$transaction";
    if (isOrmTransaction && source.path !== THE_NAIVE_WAY) {
      const advice = "write in a command: transact() of server/transact.ts (docs/adr/0002)";
      violations.push(source.violation(node.start, "no-orm-transaction", advice));
    }
    if (node.object.type !== "Identifier" || node.object.name !== "console") continue;
    const advice = "log with server/log.ts; a command line writes to process.stdout";
    violations.push(source.violation(node.start, "no-console", advice));
  }
  return violations;
}
