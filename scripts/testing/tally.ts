import { z } from "zod";

/** What one stage of the tests came to. */
export type Tally = { passed: number; failed: number; skipped: number };

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});

/** A file that could not even be loaded has no failed test in it; it counts as one. */
export function tallyVitest(report: unknown): Tally {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = vitestReport.parse(report);
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + brokenFiles.length,
    skipped: numPendingTests + numTodoTests,
  };
}

/** A test that passed only when tried again has failed once too often: it counts as failed. */
export function tallyPlaywright(report: unknown): Tally {
  const { stats, errors } = playwrightReport.parse(report);
  const failed = stats.unexpected + stats.flaky;
  return { passed: stats.expected, failed: failed + errors.length, skipped: stats.skipped };
}

/** The stage's verdict: a non-zero exit without a failed test (say, an unhandled error) and an empty stage are failures. */
export function judge(name: string, exitCode: number, tally: Tally | null): Tally & { complaint: string | null } {
  if (tally === null) return { ...FAILED_ONCE, complaint: `${name}: ended with code ${exitCode} and left no report.` };
  if (tally.passed + tally.failed === 0) return { ...tally, failed: 1, complaint: `${name}: no test ran.` };
  if (exitCode !== 0 && tally.failed === 0) {
    return {
      ...tally,
      failed: 1,
      complaint: `${name}: no test failed, but it ended with code ${exitCode}; see above.`,
    };
  }
  return { ...tally, complaint: null };
}

const FAILED_ONCE: Tally = { passed: 0, failed: 1, skipped: 0 };
