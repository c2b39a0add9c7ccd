import "server-only";
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { ImportContentsDto } from "@/contracts/imports";
import { invariant, type Refusal } from "@/core/result";
import type { StatementProblem } from "@/core/statements/statement";
import { getClock } from "@/server/clock";
import { type ImportGuide, importStatement, type StatementImported } from "@/server/commands/import-statement";
import { getEnv } from "@/server/env";
import { getLog } from "@/server/log";
import { findMappedChannel } from "@/server/statements/find-channel-mapping";
import { inspectStatement } from "@/server/statements/inspect-statement";
import { toRefusedLine } from "@/server/statements/to-refused-line";
import { reader } from "@/server/transact";
import { findUpload } from "@/server/uploads/upload-folder";
import { claimImport } from "./claim-import";
import { DaysOfLines } from "./days-of-lines";
import { endImport, type ImportEnd, type ImportFailure } from "./end-import";
import { findImportActor } from "./import-actor";
import { ImportBeat } from "./import-beat";
import { type ImportJob, ImportStopped, MAX_ATTEMPTS } from "./import-job";
import { keepRefusedLines } from "./refused-lines";

const FREE = "UPDATE imports SET lease_until = clock_timestamp() + interval '2 seconds' WHERE id = $1 AND worker = $2";

/**
 * Runs the oldest waiting import; answers how many there were (0 or 1). The statement is stored by one command in one
 * transaction under the job's own command id: whoever takes the job up again after a crash finds its receipt, or nothing.
 */
export async function runNextImport(): Promise<number> {
  const claimed = await claimImport();
  if (claimed === null) return 0;
  const { job, worker } = claimed;
  const beat = new ImportBeat(job.id, worker);
  try {
    const end = await decideEnd(job, beat);
    await beat.end();
    await endImport(job.id, worker, end);
  } catch (error) {
    await beat.end();
    await endByError(job, worker, error);
  }
  return 1;
}

async function decideEnd(job: ImportJob, beat: ImportBeat): Promise<ImportEnd> {
  const stored = await findStored(job);
  if (stored) return toDone(stored);
  if (job.isCancelAsked) return { status: "CANCELLED" };
  if (job.attempts > MAX_ATTEMPTS) return { status: "FAILED", failure: sayWorkersDied(job) };
  const file = await findUpload(job.fileSha256);
  if (file === null) return { status: "FAILED", failure: FILE_GONE };
  return job.isDryRun ? rehearse(job, file.path, beat) : store(job, file.path, beat);
}

async function store(job: ImportJob, path: string, beat: ImportBeat): Promise<ImportEnd> {
  invariant(job.channel !== null && job.timezone !== null && job.cutoff !== null, "a queued import has its channel");
  const { timezone, cutoff, fileName, channel, settlesOn, importCommandId } = job;
  let days = new DaysOfLines(timezone, cutoff);
  const guide = (): ImportGuide => {
    days = new DaysOfLines(timezone, cutoff);
    const pace = openPace();
    return {
      async seen(lines) {
        // Who said the day does not ask the lines for it.
        if (settlesOn === null) days.see(lines);
        await pace(lines.length);
      },
      dayOfLines: () => days.only(),
      beforePromote: (tx) => beat.promote(tx),
    };
  };
  const context = { actor: await findImportActor(job), commandId: importCommandId, now: getClock().now() };
  const upload = { path, fileName, channel, settlesOn, onProgress: beat.report, guide };
  const result = await importStatement(context, upload);
  if (result.ok) return toDone(result.value);
  if (isUndated(result.refusal)) return { status: "WAITING", suggestedOn: days.most() };
  return toRefused(job, path, result.refusal);
}

/** A dry run: everything that an import checks, and nothing stored. */
async function rehearse(job: ImportJob, path: string, beat: ImportBeat): Promise<ImportEnd> {
  const { fileName, settlesOn } = job;
  // A file of a known format is the same whoever delivers it; any other is read as its channel says.
  const asked = (await findMappedChannel(reader, job.channel))?.code ?? null;
  const result = await inspectStatement({ path, fileName, channel: asked, settlesOn, onProgress: beat.report });
  if (!result.ok) return toRefused(job, path, result.refusal);
  const inspected = result.value;
  if (!("payments" in inspected)) {
    const message = `This is a ${inspected.format} file: it lists what moved on an account and no payments of a channel.`;
    return toRefused(job, path, { code: "statement_is_fund_bill", message, params: { format: inspected.format } });
  }
  return { status: "DONE", contents: toContents(inspected), settlesOn: inspected.settlesOn, stored: null };
}

async function toRefused(
  job: ImportJob,
  path: string,
  refusal: Refusal & { problems?: readonly StatementProblem[] },
): Promise<ImportEnd> {
  const { problems = [], ...said } = refusal;
  const { fileName, settlesOn, channel } = job;
  const kept = problems.length > 0 ? await keepRefusedLines({ path, fileName, settlesOn, channel }) : null;
  const shown = problems.map(toRefusedLine);
  const told = { ...said, lines: shown } as Refusal;
  return {
    status: "REFUSED",
    refusal: told,
    refusedCount: kept?.count ?? problems.length,
    refusedFile: kept?.name ?? null,
  };
}

function toDone(imported: StatementImported): ImportEnd {
  const { statementNo, duplicate, settlesOn } = imported;
  const stored = { statementNo, isDuplicate: duplicate };
  return { status: "DONE", contents: toContents(imported), settlesOn, stored };
}

function toContents(read: Pick<StatementImported, "byAsset" | "payments" | "refunds" | "feeMinor" | "lines">) {
  const { payments, refunds, feeMinor, lines, byAsset } = read;
  const contents: ImportContentsDto = { asset: byAsset[0]?.asset ?? "CNY", lines, payments, refunds, feeMinor };
  return contents;
}

/** What the job's command answered, where it has been through before: its worker died after the commit. */
async function findStored(job: ImportJob): Promise<StatementImported | null> {
  const [receipt] = await reader.query<{ outcome: StatementImported | null }>(
    "SELECT outcome FROM receipts WHERE command_id = $1",
    [job.importCommandId],
  );
  return receipt?.outcome ?? null;
}

function isUndated({ code }: Refusal): boolean {
  return code === "statement_date_missing" || code === "statement_settlement_date_missing";
}

async function endByError(job: ImportJob, worker: string, error: unknown): Promise<void> {
  if (error instanceof ImportStopped) {
    // Lost: another worker has it, and says what becomes of it.
    if (error.why === "cancelled") await endImport(job.id, worker, { status: "CANCELLED" });
    return;
  }
  const requestId = randomUUID();
  getLog().error({ err: error, requestId, importNo: job.importNo, attempt: job.attempts }, "an import has failed");
  if (job.attempts < MAX_ATTEMPTS) {
    await reader.query(FREE, [job.id, worker]);
    return;
  }
  const attempts = `${job.attempts}`;
  const message = `Something went wrong on our side, ${attempts} times. Nothing was imported; request ${requestId}.`;
  const failure = { code: "import_fault", message, params: { attempts, requestId } } as const;
  await endImport(job.id, worker, { status: "FAILED", failure });
}

const FILE_GONE: Refusal<ImportFailure> = {
  code: "import_file_gone",
  message: "The uploaded file is not here any more. Send it once more; nothing was imported.",
};

function sayWorkersDied(job: ImportJob): Refusal<ImportFailure> {
  const times = `${job.attempts - 1}`;
  const message = `The process that read the file ended ${times} times before it was done. Nothing was imported. Have someone look at the worker, then send the file again.`;
  return { code: "import_workers_died", message, params: { times } };
}

/** Reads no faster than DESK_IMPORT_LINES_PER_SECOND, where a machine has other things to do. */
function openPace(): (lines: number) => Promise<void> {
  const limit = getEnv().DESK_IMPORT_LINES_PER_SECOND;
  if (limit === undefined) return async () => undefined;
  const startedAt = performance.now();
  let seen = 0;
  return async (lines) => {
    seen += lines;
    const aheadMs = (seen / limit) * 1_000 - (performance.now() - startedAt);
    if (aheadMs > 1) await wait(aheadMs);
  };
}
