import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readIfPresent } from "../postgres/private-files";
import { ROOT } from "../run/root";
import { judge, type Tally, tallyPlaywright, tallyVitest } from "./tally";

export type StageName = "unit" | "db" | "e2e";

const REPORTS = join(ROOT, ".test-data/reports");
/** How long a stage may take to clear up after it was told to stop. */
const STOP_PATIENCE_MS = 20_000;

/** Unit and database tests in one run of vitest, which shares its two workers among them. `env` is added to ours. */
export function runVitest(
  projects: readonly StageName[],
  filters: readonly string[],
  stopped: AbortSignal,
  env: Record<string, string> = {},
): Promise<Verdict> {
  const report = join(REPORTS, "vitest.json");
  const args = [
    join(ROOT, "node_modules/vitest/vitest.mjs"),
    ...["run", "--passWithNoTests", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    ...projects.flatMap((project) => ["--project", project]),
    ...filters,
  ];
  return runStage({ name: projects.join(" and "), args, report, tally: tallyVitest, env, stopped });
}

export function runPlaywright(filters: readonly string[], stopped: AbortSignal): Promise<Verdict> {
  const report = join(REPORTS, "playwright.json");
  const args = [join(ROOT, "node_modules/@playwright/test/cli.js"), "test", "--pass-with-no-tests", ...filters];
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  return runStage({ name: "e2e", args, report, tally: tallyPlaywright, env, stopped });
}

export type Verdict = Tally & { complaint: string | null };

type Stage = {
  name: string;
  args: readonly string[];
  report: string;
  tally: (report: unknown) => Tally;
  env: Record<string, string>;
  stopped: AbortSignal;
};

async function runStage({ name, args, report, tally, env, stopped }: Stage): Promise<Verdict> {
  mkdirSync(REPORTS, { recursive: true });
  rmSync(report, { force: true });
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: process.stdout.isTTY ? undefined : "1", ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const stop = (): void => {
    // Both runners take an interrupt as "clear up and end".
    child.kill("SIGINT");
    setTimeout(() => child.kill("SIGKILL"), STOP_PATIENCE_MS).unref();
  };
  if (stopped.aborted) stop();
  stopped.addEventListener("abort", stop, { once: true });
  const code = await new Promise<number>((resolve) => {
    child.once("error", () => resolve(-1));
    child.once("close", (exitCode) => resolve(exitCode ?? -1));
  });
  stopped.removeEventListener("abort", stop);
  const text = readIfPresent(report);
  return judge(name, code, text === null ? null : tally(JSON.parse(text)));
}
