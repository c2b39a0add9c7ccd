/** One broken structure rule: where it stands and what to do about it. `file` is relative to the root, `line` from 1. */
export type Violation = {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly advice: string;
};

/** The one format of a violation for people and editors: `file:line rule — what to do`. */
export function formatViolation(violation: Violation): string {
  return `${violation.file}:${violation.line} ${violation.rule} — ${violation.advice}`;
}

export function compareViolations(left: Violation, right: Violation): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  if (left.line !== right.line) return left.line - right.line;
  return left.rule < right.rule ? -1 : left.rule > right.rule ? 1 : 0;
}
