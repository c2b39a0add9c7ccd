import "server-only";
import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { getEnv } from "@/server/env";
import { isMissing, syncFolder } from "@/server/statements/kept-folder";
import { reader } from "@/server/transact";
import type { AttachmentStore } from "./attachment-store";

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
/** An upload whose command was refused, or that broke off, has left its bytes here. */
const LEFT_BEHIND_MS = 24 * 60 * 60 * 1000;
const SWEPT_AT_ONCE = 1_000;

/** The folder DESK_ATTACHMENTS_DIR, or `attachments` in the data folder: one for all processes, in the backups. */
export function openFolderStore(): AttachmentStore {
  return {
    name: "FOLDER",
    async put(sha256, bytes) {
      const folder = await openFolder();
      const partial = join(folder, `${randomUUID()}.part`);
      const file = await open(partial, "wx", PRIVATE_FILE);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      // The rename also makes an older copy of the same bytes young again, so that a sweep leaves it alone.
      await rename(partial, join(folder, sha256));
      await syncFolder(folder);
    },
    async get(sha256) {
      try {
        return await readFile(join(await openFolder(), sha256));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
  };
}

async function openFolder(): Promise<string> {
  const { DESK_ATTACHMENTS_DIR, DESK_DATA_DIR } = getEnv();
  const folder = DESK_ATTACHMENTS_DIR ? resolve(DESK_ATTACHMENTS_DIR) : resolve(DESK_DATA_DIR, "attachments");
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  return folder;
}

/** Removes what is older than a day before `now` (milliseconds) and belongs to no attachment; answers how much. */
export async function sweepAttachments(now: number): Promise<number> {
  const folder = await openFolder();
  const names = await readdir(folder);
  let removed = 0;
  for (let start = 0; start < names.length; start += SWEPT_AT_ONCE) {
    const some = names.slice(start, start + SWEPT_AT_ONCE);
    const rows = await reader.query<{ sha256: string }>(
      "SELECT DISTINCT sha256 FROM attachments WHERE sha256 = ANY ($1) AND store = 'FOLDER'",
      [some],
    );
    const kept = new Set(rows.map((row) => row.sha256));
    for (const name of some) if (!kept.has(name) && (await removeIfOld(join(folder, name), now))) removed += 1;
  }
  return removed;
}

async function removeIfOld(path: string, now: number): Promise<boolean> {
  try {
    if ((await stat(path)).mtimeMs >= now - LEFT_BEHIND_MS) return false;
    await rm(path, { force: true });
    return true;
  } catch (error) {
    // Another process sweeps the same folder.
    if (isMissing(error)) return false;
    throw error;
  }
}
