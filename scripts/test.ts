import { generateWhenStale } from "./generate.mjs";
import { dataFolder } from "./postgres/embedded";
import { makeFolder, SetupError } from "./postgres/private-files";
import { ensureBuild } from "./run/build-output";
import { readSecrets } from "./run/secrets";
import { untilStopped } from "./run/until-stopped";
import { ensureChromium } from "./testing/chromium";
import { runPlaywright, runVitest, type StageName, type Verdict } from "./testing/stages";

const STAGES: readonly StageName[] = ["unit", "db", "e2e"];

/**
 * `npm test`: unit, database and browser tests. `npm test -- db` runs one stage, `npm test -- unit money` those files of
 * it. The last line of stdout is always `N passed, N failed`.
 */
export async function run(words: readonly string[]): Promise<number> {
  const stopped = untilStopped();
  const chosen = STAGES.filter((stage) => words.includes(stage));
  const filters = words.filter((word) => !STAGES.some((stage) => stage === word));
  const stages = chosen.length > 0 ? chosen : STAGES;
  const verdicts: Verdict[] = [];
  const projects = stages.filter((stage) => stage !== "e2e");
  if (projects.length > 0)
    verdicts.push(await attempt("unit and db", () => testCode(projects, filters, stopped.signal)));
  if (stages.includes("e2e") && !stopped.signal.aborted) {
    verdicts.push(await attempt("e2e", () => testBrowser(filters, stopped.signal)));
  }
  return summarise(verdicts, stopped.signal);
}

async function testCode(
  projects: readonly StageName[],
  filters: readonly string[],
  stopped: AbortSignal,
): Promise<Verdict> {
  generateWhenStale();
  return runVitest(projects, filters, stopped);
}

async function testBrowser(filters: readonly string[], stopped: AbortSignal): Promise<Verdict> {
  await ensureChromium();
  makeFolder(dataFolder());
  const key = readSecrets(dataFolder()).NEXT_SERVER_ACTIONS_ENCRYPTION_KEY;
  await ensureBuild(key, { force: false, onBuild: () => process.stdout.write("Building …\n"), stopped });
  return runPlaywright(filters, stopped);
}

/** What cannot even begin is a failure like any other: the last line has to come. */
async function attempt(name: string, stage: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await stage();
  } catch (error) {
    const reason = error instanceof SetupError ? error.message : error instanceof Error ? error.stack : String(error);
    return { passed: 0, failed: 1, skipped: 0, complaint: `${name}: ${reason}` };
  }
}

function summarise(verdicts: readonly Verdict[], stopped: AbortSignal): number {
  const sum = (key: "passed" | "failed" | "skipped"): number =>
    verdicts.reduce((total, verdict) => total + verdict[key], 0);
  for (const { complaint } of verdicts) if (complaint !== null) process.stdout.write(`\n${complaint}\n`);
  if (stopped.aborted) process.stdout.write("\nStopped before the end.\n");
  const skipped = sum("skipped");
  if (skipped > 0) process.stdout.write(`\n${skipped} skipped.\n`);
  process.stdout.write(`\n${sum("passed")} passed, ${sum("failed")} failed\n`);
  return sum("failed") > 0 || stopped.aborted ? 1 : 0;
}
