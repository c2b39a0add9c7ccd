import "server-only";
import type { CloseFinding } from "@/core/day-close/findings";
import type { Json } from "@/core/json";

/** Findings as they are frozen and compared. */
export function findingsJson(findings: readonly CloseFinding[]): Json[] {
  return findings.map((finding) => ({ ...finding, params: { ...finding.params } }));
}
