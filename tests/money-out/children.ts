import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const ROOT = resolve(import.meta.dirname, "../..");

export type Child = {
  readonly process: ChildProcess;
  /** What stands behind its `ready`; null once it has ended without. */
  readonly ready: Promise<string | null>;
  /** The same of `done`, which a desk says once it has asked for everything. */
  readonly done: Promise<string | null>;
  readonly ended: Promise<void>;
};

/** A part of the desk (see desk-child.ts) in a process of its own, on this database and these channels. */
export function startChild(args: readonly string[], env: Readonly<Record<string, string>>): Child {
  const words = ["--conditions=react-server", "--import", "tsx", "tests/money-out/desk-child.ts", ...args];
  const child = spawn(process.execPath, words, {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "test",
      DESK_LOG_LEVEL: "silent",
      DESK_FIRST_INQUIRY_SECONDS: "0",
      DESK_INQUIRY_SECONDS: "1",
      ...env,
    },
    stdio: ["ignore", "pipe", process.env.DESK_SIM_TRACE ? "inherit" : "ignore"],
  });
  const ended = once(child, "exit").then(() => undefined);
  let said = "";
  const hear = (word: string) =>
    new Promise<string | null>((heard) => {
      child.stdout?.on("data", () => {
        const line = new RegExp(`^${word} ?(.*)\n`, "m").exec(said);
        if (line) heard(line[1] ?? "");
      });
      void ended.then(() => heard(null));
    });
  child.stdout?.on("data", (bytes: Buffer) => {
    said += bytes.toString();
  });
  return { process: child, ready: hear("ready"), done: hear("done"), ended };
}

export async function killChild(child: Child): Promise<void> {
  child.process.kill("SIGCONT");
  child.process.kill("SIGKILL");
  await child.ended;
}

/** Whether the process was stopped (SIGSTOP) within the time; false when it has ended or goes on. */
export async function isStoppedWithin(child: Child, ms: number): Promise<boolean> {
  for (const until = Date.now() + ms; Date.now() < until; await sleep(20)) {
    if (child.process.exitCode !== null || child.process.signalCode !== null) return false;
    const stat = await readFile(`/proc/${child.process.pid}/stat`, "utf8").catch(() => "");
    if (/\) T /.test(stat)) return true;
  }
  return false;
}
