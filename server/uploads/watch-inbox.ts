import "server-only";
import { createReadStream } from "node:fs";
import { mkdir, readdir, rename, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Json } from "@/core/json";
import type { Actor } from "@/core/permissions/actor";
import { getEnv } from "@/server/env";
import { getLog } from "@/server/log";
import { isMissing } from "@/server/statements/kept-folder";
import { reader } from "@/server/transact";
import { sendUpload } from "./send-upload";

/** Where a file ends up, beside the place that it was delivered to. */
const DONE_FOLDER = "done";
const REFUSED_FOLDER = "refused";
/** Names that a sender renames when the file is whole. */
const UNFINISHED = /^\.|\.(part|partial|tmp|temp|filepart|crdownload|inprogress|lock)$|~$/i;
const FOLDER_ACTOR: Actor = {
  userId: null,
  login: "folder",
  displayName: "folder",
  roles: ["OPERATOR"],
  scope: null,
  demo: false,
};
/** Files taken in one look; the others' turn comes a moment later. */
const MOST_AT_ONCE = 50;

type InboxFile = {
  readonly path: string;
  readonly channel: string | null;
  readonly size: number;
  readonly mtimeMs: number;
};

/** What the last look saw: a file that is still being written has grown or been touched since. */
const lastSeen = new Map<string, string>();

/**
 * Looks once into the watched folder: `<inbox>/<channel>/file`, or `<inbox>/file` for a channel that the file itself tells.
 * A file is taken when it has lain unchanged for a while; when its job has ended it goes to `done/` or, with the reason
 * beside it, to `refused/`. Every step may be repeated: a file's place, size and time are one delivery.
 */
export async function watchInbox(): Promise<Json> {
  const { DESK_INBOX_DIR } = getEnv();
  if (DESK_INBOX_DIR === undefined) return null;
  const inbox = resolve(DESK_INBOX_DIR);
  await mkdir(inbox, { recursive: true });
  const files = await listFiles(inbox);
  let taken = 0;
  let moved = 0;
  for (const file of files) {
    const job = await findJob(file);
    if (job === null) {
      if (taken < MOST_AT_ONCE && isWhole(file) && (await take(file))) taken += 1;
    } else if (job.finished && (await putAway(file, job))) moved += 1;
  }
  forget(files);
  return { taken, moved };
}

async function listFiles(inbox: string): Promise<InboxFile[]> {
  const channels = new Set(
    (await reader.query<{ code: string }>("SELECT code FROM channels")).map((channel) => channel.code),
  );
  const entries = await readdir(inbox, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && channels.has(entry.name));
  const found = await listFolder(inbox, null);
  for (const { name } of folders) found.push(...(await listFolder(join(inbox, name), name)));
  return found;
}

async function listFolder(folder: string, channel: string | null): Promise<InboxFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files: InboxFile[] = [];
  // Links are not followed: what they lead to was not delivered.
  for (const entry of entries.filter((candidate) => candidate.isFile() && !UNFINISHED.test(candidate.name))) {
    const path = join(folder, entry.name);
    const found = await stat(path).catch(ignoreMissing);
    if (found) files.push({ path, channel, size: found.size, mtimeMs: Math.trunc(found.mtimeMs) });
  }
  return files;
}

/** Whether nobody writes to it any more: unchanged since the last look, and for some seconds by its own time. */
function isWhole(file: InboxFile): boolean {
  const seen = keyOf(file);
  const isUnchanged = lastSeen.get(file.path) === seen;
  lastSeen.set(file.path, seen);
  return isUnchanged && Date.now() - file.mtimeMs >= getEnv().DESK_INBOX_SETTLE_SECONDS * 1_000;
}

function forget(files: readonly InboxFile[]): void {
  const here = new Set(files.map((file) => file.path));
  for (const path of lastSeen.keys()) if (!here.has(path)) lastSeen.delete(path);
}

function keyOf({ path, size, mtimeMs }: InboxFile): string {
  return `${path} ${size} ${mtimeMs}`;
}

async function take(file: InboxFile): Promise<boolean> {
  const request = { source: "FOLDER", sourceKey: keyOf(file), fileName: basename(file.path) } as const;
  const body = createReadStream(file.path) as AsyncIterable<Uint8Array>;
  const sent = await sendUpload(
    FOLDER_ACTOR,
    { ...request, channel: file.channel, settlesOn: null, isDryRun: false },
    body,
  );
  if (!sent.ok) {
    // Nothing was made of it, so nothing but this file can tell: it goes where people look for what was refused.
    getLog().warn({ refusal: sent.refusal, file: file.path }, "a delivered file could not be taken");
    await moveTo(file, REFUSED_FOLDER, sent.refusal.message);
  }
  return sent.ok;
}

type EndedJob = { finished: boolean; status: string; importNo: string; reason: string | null };

async function findJob(file: InboxFile): Promise<EndedJob | null> {
  const [job] = await reader.query<EndedJob>(
    `SELECT finished_at IS NOT NULL AS finished, status, import_no AS "importNo",
            coalesce(refusal ->> 'message', failure, CASE status WHEN 'CANCELLED' THEN 'The import was cancelled.' END) AS reason
     FROM imports WHERE source = 'FOLDER' AND source_key = $1`,
    [keyOf(file)],
  );
  return job ?? null;
}

async function putAway(file: InboxFile, job: EndedJob): Promise<boolean> {
  if (job.status === "DONE") return moveTo(file, DONE_FOLDER, null);
  return moveTo(file, REFUSED_FOLDER, `${job.importNo} ${job.status}: ${job.reason ?? ""}`);
}

/** Moves the very file that was looked at; one that was put in its place meanwhile stays for the next look. */
async function moveTo(file: InboxFile, folder: string, reason: string | null): Promise<boolean> {
  const now = await stat(file.path).catch(ignoreMissing);
  if (!now || now.size !== file.size || Math.trunc(now.mtimeMs) !== file.mtimeMs) return false;
  const target = join(dirname(file.path), folder);
  await mkdir(target, { recursive: true });
  const path = join(target, await freeName(target, basename(file.path)));
  if (reason !== null) await writeFile(`${path}.reason.txt`, `${reason}\n`);
  await rename(file.path, path).catch(ignoreMissing);
  return true;
}

/** The same name may have been delivered before: nothing that was put away is written over. */
async function freeName(folder: string, name: string): Promise<string> {
  const taken = new Set(await readdir(folder));
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? name : `${name}.${count}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Another worker was faster. */
function ignoreMissing(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}
