import { expect, test } from "vitest";
import { judge, tallyPlaywright, tallyVitest } from "./tally";

const VITEST = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 1, numTodoTests: 0 };

test("vitest: a file that could not be loaded counts as a failure", () => {
  const testResults = [
    { status: "passed", assertionResults: [{ status: "passed" }] },
    { status: "failed", assertionResults: [{ status: "failed" }] },
    { status: "failed", assertionResults: [] },
  ];
  expect(tallyVitest({ ...VITEST, testResults })).toEqual({ passed: 3, failed: 2, skipped: 1 });
});

test("playwright: flaky tests and errors outside tests count as failures", () => {
  const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 };
  expect(tallyPlaywright({ stats, errors: [{}] })).toEqual({ passed: 5, failed: 3, skipped: 2 });
});

test.each([
  ["all passed", 0, { passed: 2, failed: 0, skipped: 0 }, 0, null],
  ["nothing ran", 0, { passed: 0, failed: 0, skipped: 4 }, 1, "no test ran"],
  ["an unhandled error", 1, { passed: 2, failed: 0, skipped: 0 }, 1, "ended with code 1"],
  ["failures", 1, { passed: 2, failed: 3, skipped: 0 }, 3, null],
  ["no report", 7, null, 1, "left no report"],
])("%s", (_, exitCode, tally, failed, complaint) => {
  const verdict = judge("unit", exitCode, tally);
  expect(verdict.failed).toBe(failed);
  if (complaint === null) expect(verdict.complaint).toBeNull();
  else expect(verdict.complaint).toContain(complaint);
});
