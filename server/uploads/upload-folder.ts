import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { accept, type Result, refuse } from "@/core/result";
import { getEnv } from "@/server/env";
import { reader } from "@/server/transact";

export type ReceivedUpload = { readonly path: string; readonly sha256: string; readonly sizeBytes: number };

const SHA256 = /^[0-9a-f]{64}$/;
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
/** How long a file stays that was checked or refused, and that no statement was made of. */
const KEPT_MS = 24 * 60 * 60 * 1000;
const SWEEP_EVERY_MS = 60 * 60 * 1000;
const SWEPT_AT_ONCE = 1000;

class TooLarge extends Error {}

/**
 * Writes a request's body to a file under the data folder, in a stream, and names it by the hash of its bytes: the name
 * that the sender gave is never a path, the same file is kept once, and a repeated import finds the same intent.
 */
export async function receiveUpload(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Result<ReceivedUpload>> {
  const folder = await openFolder();
  const partial = join(folder, `${randomUUID()}.part`);
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      hash.update(chunk);
      done(sizeBytes > maxBytes ? new TooLarge() : null, chunk);
    },
  });
  try {
    await pipeline(body, meter, createWriteStream(partial, { flags: "wx", mode: PRIVATE_FILE }));
  } catch (error) {
    await rm(partial, { force: true });
    if (!(error instanceof TooLarge)) throw error;
    const limit = `${maxBytes / 1024 ** 2} MB`;
    return refuse("upload_too_large", `The file is larger than ${limit}. Nothing was read.`, { limit });
  }
  const sha256 = hash.digest("hex");
  const path = join(folder, sha256);
  await rename(partial, path);
  return accept({ path, sha256, sizeBytes });
}

/** A file that was received before, by the hash of its bytes, or null when it is not here any more. */
export async function findUpload(sha256: string): Promise<ReceivedUpload | null> {
  if (!SHA256.test(sha256)) return null;
  const path = join(await openFolder(), sha256);
  try {
    const touchedAt = systemTime();
    await utimes(path, touchedAt, touchedAt);
    return { path, sha256, sizeBytes: (await stat(path)).size };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

let sweptAt = 0;

/** Sweeps the folder when that was not done for an hour. */
export async function sweepUploadsHourly(): Promise<void> {
  const now = systemTime().getTime();
  if (now - sweptAt < SWEEP_EVERY_MS) return;
  sweptAt = now;
  await sweepUploads(now);
}

/**
 * Removes what was received a day before `now`, became no statement and waits for nobody. The files of statements are
 * evidence.
 */
export async function sweepUploads(now: number): Promise<void> {
  const folder = await openFolder();
  const names = await readdir(folder);
  for (let start = 0; start < names.length; start += SWEPT_AT_ONCE) {
    const some = names.slice(start, start + SWEPT_AT_ONCE);
    const kept = await reader.query<{ file_sha256: string }>(
      `SELECT file_sha256 FROM statements WHERE file_sha256 = ANY ($1)
       UNION SELECT file_sha256 FROM imports WHERE file_sha256 = ANY ($1) AND finished_at IS NULL`,
      [some],
    );
    const evidence = new Set(kept.map((row) => row.file_sha256));
    for (const name of some) if (!evidence.has(name)) await removeIfOld(join(folder, name), now - KEPT_MS);
  }
}

async function removeIfOld(path: string, before: number): Promise<void> {
  try {
    const { mtimeMs } = await stat(path);
    if (mtimeMs < before) await rm(path, { force: true });
  } catch (error) {
    // Another process sweeps the same folder.
    if (!isMissing(error)) throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** A file's times are the system's, whatever clock the desk runs on. */
function systemTime(): Date {
  return new Date();
}

async function openFolder(): Promise<string> {
  const folder = resolve(getEnv().DESK_DATA_DIR, "uploads");
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  return folder;
}
