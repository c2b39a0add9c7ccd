import "server-only";
import { z } from "zod";
import { readPayoutFile } from "@/core/payouts/read-payout-file";
import type { Refusal, Result } from "@/core/result";
import { admitSender } from "@/server/admit";
import { getClock } from "@/server/clock";
import { takePayoutFile } from "@/server/commands/payout-batches";
import { problem } from "@/server/problem";
import { MAX_SHEET_BYTES, readSheetFile } from "@/server/queue-sheet/read-sheet-file";
import type { CommandContext } from "@/server/transact";
import { readFileName } from "@/server/uploads/read-file-name";
import { receiveUpload } from "@/server/uploads/upload-folder";

const described = z.strictObject({ commandId: z.uuid(), fileName: z.string().min(1).max(255) });

/** Takes a file of payouts as the body, with the headers X-File-Name (percent-encoded) and X-Command-Id, and answers its number. */
export async function answerPayoutFile(request: Request): Promise<Response> {
  const admission = await admitSender(request, "payout.ask");
  if (!admission.ok) return admission.answer;
  const input = described.safeParse({
    commandId: request.headers.get("x-command-id"),
    fileName: readFileName(request.headers.get("x-file-name") ?? ""),
  });
  if (!input.success || !request.body) {
    return problem(400, "input_invalid", "The file is not described as it should be; nothing was done.");
  }
  const { commandId, fileName } = input.data;
  const context = { actor: admission.actor, commandId, now: getClock().now() };
  const taken = await receive(context, fileName, request.body as unknown as AsyncIterable<Uint8Array>);
  return taken.ok ? Response.json(taken.value, { status: 202 }) : refused(taken.refusal);
}

/** Receives, reads and takes it; a file that is none of ours is refused before anything is kept. */
async function receive(
  context: CommandContext,
  fileName: string,
  body: AsyncIterable<Uint8Array>,
): Promise<Result<{ batchNo: string }>> {
  const received = await receiveUpload(body, MAX_SHEET_BYTES);
  if (!received.ok) return received;
  const { path, sizeBytes, sha256 } = received.value;
  const sheet = await readSheetFile(path, sizeBytes);
  if (!sheet.ok) return sheet;
  const rows = readPayoutFile(sheet.value);
  return rows.ok ? takePayoutFile(context, { fileName, sha256, rows: rows.value }) : rows;
}

/** With its parameters, so that the page says it in the reader's language. */
function refused({ code, message, params = {}, details = [] }: Refusal): Response {
  const type = { "Content-Type": "application/problem+json" };
  return Response.json(
    { type: "about:blank", status: 422, code, title: message, params, details },
    { status: 422, headers: type },
  );
}
