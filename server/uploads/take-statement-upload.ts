import "server-only";
import { randomUUID } from "node:crypto";
import {
  MAX_UPLOAD_BYTES,
  type RefusedLineDto,
  type StatementUploadInput,
  type UploadOutcome,
} from "@/contracts/statement-upload";
import type { Actor } from "@/core/permissions/actor";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import type { StatementProblem } from "@/core/statements/statement";
import { getClock } from "@/server/clock";
import { importStatement } from "@/server/commands/import-statement";
import { getLog } from "@/server/log";
import type { StatementProgress } from "@/server/statements/read-statement";
import { checkStatement } from "@/server/uploads/check-statement";
import { findUpload, type ReceivedUpload, receiveUpload, sweepUploadsHourly } from "@/server/uploads/upload-folder";

type UploadBody = AsyncIterable<Uint8Array> | null;

/**
 * The file that an upload is about: its body, or one that was checked before and is named by its hash. Refusals:
 * upload_empty, upload_too_large, upload_gone.
 */
export async function takeUploadedFile(input: StatementUploadInput, body: UploadBody): Promise<Result<ReceivedUpload>> {
  if (input.mode === "import" && input.checkedSha256 !== null) {
    const found = await findUpload(input.checkedSha256);
    if (found) return accept(found);
    return refuse("upload_gone", "The checked file is not kept any more. Send it once more; nothing was imported.");
  }
  if (body === null) return refuse("upload_empty", "The request brought no file. Nothing was done.");
  const received = await receiveUpload(body, MAX_UPLOAD_BYTES);
  await sweepUploadsHourly();
  return received;
}

/** Checks or imports a received file. A fault of ours is an outcome too: the answer has begun, its status is sent. */
export async function runUpload(
  actor: Actor,
  input: StatementUploadInput,
  file: ReceivedUpload,
  onProgress: (progress: StatementProgress) => void,
): Promise<UploadOutcome> {
  try {
    const result = await (input.mode === "check"
      ? checkStatement({ path: file.path, fileName: input.fileName, settlesOn: input.settlesOn }, onProgress)
      : importFile(actor, input, file, onProgress));
    return result.ok ? result.value : toRefused(result.refusal);
  } catch (error) {
    const requestId = randomUUID();
    getLog().error({ err: error, requestId, sha256: file.sha256 }, "a statement upload failed");
    return { state: "failed", requestId };
  }
}

async function importFile(
  actor: Actor,
  input: StatementUploadInput & { mode: "import" },
  file: ReceivedUpload,
  onProgress: (progress: StatementProgress) => void,
): Promise<Result<UploadOutcome>> {
  const { fileName, channel, settlesOn, commandId } = input;
  const result = await importStatement(
    { actor, commandId, now: getClock().now() },
    { path: file.path, fileName, channel, settlesOn, onProgress },
  );
  if (!result.ok) return result;
  const { statementNo, version, duplicate } = result.value;
  const state = duplicate ? "duplicate" : "imported";
  return accept({ state, statementNo, channel, settlesOn: result.value.settlesOn, version });
}

export function toRefused(refusal: Refusal): UploadOutcome {
  const { code, message, params, details } = refusal;
  const shown = { code, message, ...(params ? { params } : {}), ...(details ? { details } : {}) };
  return { state: "refused", refusal: shown, lines: problemsOf(refusal).map(toRefusedLine) };
}

/** A refused statement brings the lines that are to blame; other refusals have none. */
function problemsOf(refusal: Refusal & { problems?: readonly StatementProblem[] }): readonly StatementProblem[] {
  return refusal.problems ?? [];
}

function toRefusedLine({ lineNo, column, code, reason, raw }: StatementProblem): RefusedLineDto {
  return { lineNo, column, code, reason, raw };
}
