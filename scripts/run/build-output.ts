import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { generateWhenStale } from "../generate.mjs";
import { withFolderLock } from "../postgres/folder-lock";
import { readIfPresent, SetupError, writePrivate } from "../postgres/private-files";
import { ROOT } from "./root";
import { hashSources } from "./source-hash";

/** What the build in `.next` was made from. Written last, so that an interrupted build counts as none. */
type Stamp = { hash: string; encryptionKey: string };

export type BuildOptions = { force: boolean; onBuild: () => void; stopped?: AbortSignal };

const STAMP = join(ROOT, ".next/desk-build.json");
const LOCK = join(ROOT, "node_modules/.desk-build.lock");
const LOCK_WAIT_MS = 600_000;
const NEXT = join(ROOT, "node_modules/next/dist/bin/next");

/**
 * Builds when the sources have changed since the last build, and gives the key with which server actions of the present
 * build are encrypted: the server has to run with the very same one.
 */
export async function ensureBuild(wishedKey: string, options: BuildOptions): Promise<string> {
  generateWhenStale();
  return withFolderLock(LOCK, LOCK_WAIT_MS, async () => {
    const hash = hashSources(ROOT);
    const stamp = readStamp();
    // A key from the environment has to be the build's; one from a data folder gives way to the build's.
    const demanded = process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY || null;
    const isFresh = stamp?.hash === hash && (demanded === null || stamp.encryptionKey === demanded);
    if (isFresh && !options.force) return stamp.encryptionKey;
    options.onBuild();
    rmSync(STAMP, { force: true });
    await build(wishedKey, options.stopped);
    writePrivate(STAMP, JSON.stringify({ hash, encryptionKey: wishedKey } satisfies Stamp));
    return wishedKey;
  });
}

export function isBuilt(): boolean {
  return existsSync(STAMP) && existsSync(join(ROOT, ".next/BUILD_ID"));
}

/** The key of the present build, for a server that was given none. */
export function readBuildKey(): string | null {
  return readStamp()?.encryptionKey ?? null;
}

function readStamp(): Stamp | null {
  return isBuilt() ? JSON.parse(readIfPresent(STAMP) ?? "null") : null;
}

async function build(encryptionKey: string, stopped: AbortSignal | undefined): Promise<void> {
  const output: Buffer[] = [];
  const child = spawn(process.execPath, [NEXT, "build"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    ...(stopped === undefined ? {} : { signal: stopped }),
    env: {
      ...process.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: encryptionKey,
    },
  });
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0)
    throw new SetupError(`${Buffer.concat(output).toString().slice(-8_000)}\nThe production build failed; see above.`);
}
