import "server-only";
import { createReadStream } from "node:fs";
import { mkdir, open, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { invariant } from "@/core/result";
import { getEnv } from "@/server/env";

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
const LINE_BREAK = 0x0a;
/** An anchor has some 220 kB at most. Whatever is longer was not written by us. */
const MAX_LINE_BYTES = 8 * 1024 ** 2;

/** A line of the file; `isWhole` unless its line break is missing, as after a crash in the middle of writing it. */
export type FileLine = { readonly text: string; readonly endByte: number; readonly isWhole: boolean };

export function anchorPath(trail: string): string {
  return resolve(getEnv().DESK_DATA_DIR, "anchors", `${trail}.ndjson`);
}

/** How long the file is, in bytes; null when there is none. */
export async function sizeOfAnchors(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** The lines between two bytes of the file, one at a time. A missing file is an error (ENOENT). */
export async function* readFileLines(path: string, fromByte: number, untilByte: number): AsyncGenerator<FileLine> {
  if (fromByte >= untilByte) return;
  let rest = Buffer.alloc(0);
  let endByte = fromByte;
  for await (const chunk of createReadStream(path, { start: fromByte, end: untilByte - 1 })) {
    let bytes = Buffer.concat([rest, chunk]);
    for (let at = bytes.indexOf(LINE_BREAK); at >= 0; at = bytes.indexOf(LINE_BREAK)) {
      endByte += at + 1;
      yield { text: bytes.toString("utf8", 0, at), endByte, isWhole: true };
      bytes = bytes.subarray(at + 1);
    }
    rest = bytes;
    if (rest.length > MAX_LINE_BYTES) break;
  }
  if (rest.length > 0) yield { text: rest.toString("utf8"), endByte: endByte + rest.length, isWhole: false };
}

/**
 * Writes a line behind the file's `atByte` and gives the new length once it is on the disk. Only ever appends; a file that
 * is not as long as thought belongs to somebody else at this moment, and that is an error.
 */
export async function appendFileLine(path: string, text: string, atByte: number): Promise<number> {
  const isFirst = atByte === 0;
  if (isFirst) await mkdir(dirname(path), { recursive: true, mode: PRIVATE_FOLDER });
  const bytes = Buffer.from(`${text}\n`);
  const file = await open(path, "a", PRIVATE_FILE);
  try {
    await file.appendFile(bytes);
    await file.sync();
    const { size } = await file.stat();
    invariant(size === atByte + bytes.length, `${path} is written by one worker at a time`);
  } finally {
    await file.close();
  }
  if (isFirst) await syncFolder(dirname(path));
  return atByte + bytes.length;
}

/** Takes away what a crash left behind the last whole line. */
export async function cutFile(path: string, atByte: number): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.truncate(atByte);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A new file's name is on the disk only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder, "r");
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
