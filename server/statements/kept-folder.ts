import "server-only";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { getEnv } from "@/server/env";
import { reader } from "@/server/transact";

const PRIVATE_FOLDER = 0o700;
/** No import takes this long: what is older and belongs to no row was left behind by one that ended halfway. */
const LEFT_BEHIND_MS = 24 * 60 * 60 * 1000;
const SWEPT_AT_ONCE = 1000;

/** The folder of what is kept of files: DESK_KEPT_DIR, or `kept` in the data folder. */
export async function openKeptFolder(): Promise<string> {
  const { DESK_KEPT_DIR, DESK_DATA_DIR } = getEnv();
  const folder = DESK_KEPT_DIR === undefined ? resolve(DESK_DATA_DIR, "kept") : resolve(DESK_KEPT_DIR);
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  return folder;
}

/** Makes a rename durable: without it a crash of the machine may forget the name of a file that a row refers to. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes what is older than a day before `now` and belongs to no statement and no refused import; answers how much. */
export async function sweepKept(now: number): Promise<number> {
  const folder = await openKeptFolder();
  const names = await readdir(folder);
  let removed = 0;
  for (let start = 0; start < names.length; start += SWEPT_AT_ONCE) {
    const some = names.slice(start, start + SWEPT_AT_ONCE);
    const rows = await reader.query<{ name: string }>(
      `SELECT kept_file AS name FROM statements WHERE kept_file = ANY ($1)
       UNION ALL SELECT refused_file FROM imports WHERE refused_file = ANY ($1)`,
      [some],
    );
    const referenced = new Set(rows.map((row) => row.name));
    for (const name of some) {
      if (!referenced.has(name) && (await removeIfOld(join(folder, name), now - LEFT_BEHIND_MS))) removed += 1;
    }
  }
  return removed;
}

async function removeIfOld(path: string, before: number): Promise<boolean> {
  const found = await stat(path).catch((error: unknown) => {
    // Another process sweeps the same folder.
    if (isMissing(error)) return null;
    throw error;
  });
  if (found === null || found.mtimeMs >= before) return false;
  await rm(path, { force: true });
  return true;
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
