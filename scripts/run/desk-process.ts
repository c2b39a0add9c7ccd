import { spawn } from "node:child_process";
import { join } from "node:path";
import { SetupError } from "../postgres/private-files";
import { ROOT } from "./root";

/** Runs one `desk` command in a process of its own and gives its stdout. */
export async function runDeskProcess(
  words: readonly string[],
  env: Record<string, string | undefined>,
  stopped?: AbortSignal,
): Promise<string> {
  const args = ["--conditions=react-server", "--import", "tsx", join(ROOT, "scripts/desk.ts"), ...words];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...(stopped === undefined ? {} : { signal: stopped }),
  });
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new SetupError(`desk ${words.join(" ")} failed: ${Buffer.concat(errors).toString()}`);
  return Buffer.concat(out).toString();
}
