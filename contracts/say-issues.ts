import type { z } from "zod";

type Issue = z.core.$ZodIssue;

const WEIGHT_OF_A_FOREIGN_KEY = 1000;

/** What is wrong with an input, one sentence a fault, each with the place where it stands: `channels.0.code: …`. */
export function sayIssues(error: z.ZodError): string[] {
  return flatten(error.issues, []).map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
}

function flatten(issues: readonly Issue[], above: readonly PropertyKey[]): { path: string; message: string }[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    if (issue.code !== "invalid_union" || issue.errors.length === 0) {
      return [{ path: path.map(String).join("."), message: issue.message }];
    }
    return flatten(nearestBranch(issue.errors), path);
  });
}

/** Of a union's branches the one that was meant: it knows the keys that are there, and finds the least to object to. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const costs = branches.map((issues) => ({ issues, cost: costOf(issues) }));
  return costs.reduce((best, branch) => (branch.cost < best.cost ? branch : best)).issues;
}

function costOf(issues: readonly Issue[]): number {
  return issues.reduce((cost, issue) => {
    if (issue.path.length > 0) return cost + 1;
    if (issue.code === "unrecognized_keys") return cost + issue.keys.length * WEIGHT_OF_A_FOREIGN_KEY;
    return issue.code === "invalid_type" ? Number.POSITIVE_INFINITY : cost + 1;
  }, 0);
}
