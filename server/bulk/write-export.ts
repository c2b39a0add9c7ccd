import "server-only";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { SHEET_FORMATS } from "@/contracts/sheet-formats";
import { accountingToday } from "@/server/accounting-today";
import { getClock } from "@/server/clock";
import { getEnv } from "@/server/env";
import { writeSheetFile } from "@/server/queue-sheet/write-sheet-file";
import { reader } from "@/server/transact";
import type { BulkJob } from "./bulk-job";
import type { BulkBeat } from "./claim-bulk";
import { findMaker } from "./find-maker";

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
const KEPT_MS = 24 * 60 * 60 * 1_000;

const written = z.looseObject({ format: z.enum(SHEET_FORMATS), locale: z.enum(["en", "zh-CN"]) });

/** What an export's job says of its file. */
export function readExport(criteria: unknown): z.output<typeof written> {
  return written.parse(criteria);
}

/** Writes the file of a large export under the data folder, whole or not at all. What older exports left is removed. */
export async function writeExport(job: BulkJob, beat: BulkBeat): Promise<void> {
  const folder = await openFolder();
  await sweep(folder);
  const { format, locale } = readExport(job.criteria);
  const [kept] = await reader.query<{ sealKey: string }>('SELECT seal_key AS "sealKey" FROM bulk_jobs WHERE id = $1', [
    job.id,
  ]);
  const queueExport = {
    jobNo: job.jobNo,
    sealKey: kept?.sealKey ?? "",
    criteria: job.criteria,
    today: accountingToday(),
  };
  let done = 0;
  const onRows = async (count: number) => {
    done += count;
    await beat.say(done);
  };
  const request = {
    actor: await findMaker(job.createdBy),
    queueExport,
    format,
    locale,
    exportedAt: getClock().now(),
    onRows,
  };
  const partial = join(folder, `${job.jobNo}.part`);
  await pipeline(Readable.from(writeSheetFile(request)), createWriteStream(partial, { mode: PRIVATE_FILE }));
  await rename(partial, join(folder, `${job.jobNo}.${format}`));
  await beat.say(done, true);
}

/** Where the file of an export is, or null when it is not here any more. */
export async function findExportFile(jobNo: string, format: string): Promise<string | null> {
  const path = join(await openFolder(), `${jobNo}.${format}`);
  return stat(path).then(
    () => path,
    () => null,
  );
}

async function openFolder(): Promise<string> {
  const folder = resolve(getEnv().DESK_DATA_DIR, "exports");
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  return folder;
}

/** A file's times are the system's, whatever clock the desk runs on. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if ((await stat(path)).mtimeMs < Date.now() - KEPT_MS) await rm(path, { force: true });
  }
}
