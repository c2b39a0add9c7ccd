import "server-only";
import { z } from "zod";
import type { Refusal, Result } from "@/core/result";
import { admitSender } from "@/server/admit";
import { getClock } from "@/server/clock";
import { takeSheet } from "@/server/commands/take-sheet";
import { problem } from "@/server/problem";
import type { CommandContext } from "@/server/transact";
import { readFileName } from "@/server/uploads/read-file-name";
import { receiveUpload } from "@/server/uploads/upload-folder";
import { readQueueSheet } from "./read-queue-sheet";
import { MAX_SHEET_BYTES, readSheetFile } from "./read-sheet-file";

const described = z.strictObject({ commandId: z.uuid(), fileName: z.string().min(1).max(255) });

/** Takes a sheet as the body, with the headers X-File-Name (percent-encoded) and X-Command-Id, and answers its job. */
export async function answerSheet(request: Request): Promise<Response> {
  const admission = await admitSender(request, "suspense.propose");
  if (!admission.ok) return admission.answer;
  const input = described.safeParse({
    commandId: request.headers.get("x-command-id"),
    fileName: readFileName(request.headers.get("x-file-name") ?? ""),
  });
  if (!input.success || !request.body) {
    return problem(400, "input_invalid", "The sheet is not described as it should be; nothing was done.");
  }
  const { commandId, fileName } = input.data;
  const context = { actor: admission.actor, commandId, now: getClock().now() };
  const taken = await receiveSheet(context, fileName, request.body as unknown as AsyncIterable<Uint8Array>);
  if (!taken.ok) return refused(taken.refusal);
  return Response.json(taken.value, { status: 202 });
}

/** With its parameters, so that the page says it in the reader's language, with the cells that it names. */
function refused({ code, message, params = {}, details = [] }: Refusal): Response {
  const type = { "Content-Type": "application/problem+json" };
  return Response.json(
    { type: "about:blank", status: 422, code, title: message, params, details },
    { status: 422, headers: type },
  );
}

/** Receives, reads and takes a sheet; what is wrong with it is refused before anything is kept. */
export async function receiveSheet(
  context: CommandContext,
  fileName: string,
  body: AsyncIterable<Uint8Array>,
): Promise<Result<{ jobNo: string; rows: number }>> {
  const received = await receiveUpload(body, MAX_SHEET_BYTES);
  if (!received.ok) return received;
  const { path, sizeBytes, sha256 } = received.value;
  const read = await readSheetFile(path, sizeBytes);
  if (!read.ok) return read;
  const rows = await readQueueSheet(read.value);
  return rows.ok ? takeSheet(context, { fileName, sha256, rows: rows.value }) : rows;
}
