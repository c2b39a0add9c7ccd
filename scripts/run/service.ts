import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./root";

/** A child process of ours with its log file; it never outlives us (see end-with-parent.mjs). */
export type Service = {
  request: ServiceRequest;
  logPath: string;
  /** Resolves when it has ended, with its exit code, or null after a signal. */
  ended: Promise<number | null>;
  stop: (patienceMs: number) => Promise<void>;
};

export type ServiceRequest = {
  name: string;
  /** Node's arguments. */
  args: readonly string[];
  env: Record<string, string | undefined>;
  logFolder: string;
};

export function startService(request: ServiceRequest): Service {
  const { name, args, env, logFolder } = request;
  const logPath = join(logFolder, `${name}.log`);
  if (existsSync(logPath)) renameSync(logPath, `${logPath}.1`);
  const child = spawn(process.execPath, ["--import", join(ROOT, "scripts/run/end-with-parent.mjs"), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const log = createWriteStream(logPath, { mode: 0o600 });
  child.stdout?.pipe(log);
  child.stderr?.pipe(log, { end: false });
  const ended = new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("exit", (code) => resolve(code));
  });
  return { request, logPath, ended, stop: (patienceMs) => stopChild(child, ended, patienceMs) };
}

async function stopChild(child: ChildProcess, ended: Promise<unknown>, patienceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  await ended;
  clearTimeout(force);
}
