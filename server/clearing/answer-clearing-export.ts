import "server-only";
import { randomUUID } from "node:crypto";
import { clearingExport } from "@/contracts/clearing-views";
import { admit } from "@/server/admit";
import { getClock } from "@/server/clock";
import { exportClearing } from "@/server/commands/export-clearing";
import { problem } from "@/server/problem";
import { findClearingBatch } from "@/server/queries/clearing/list-clearing-batches";
import { SHEET_TYPES } from "@/server/sheet/stream-sheet";
import { answerDownload } from "@/server/statements/answer-kept-file";
import { writeClearingSheet } from "./clearing-sheet";

/** `?of=lines|items&format=xlsx|csv&locale=` and the list's filters: what the page shows, as a file. */
export async function answerClearingExport(
  request: Request,
  { params }: { params: Promise<{ no: string }> },
): Promise<Response> {
  const admission = await admit("clearing.view");
  if (!admission.ok) return admission.answer;
  const given = [...new URL(request.url).searchParams].filter(([, value]) => value !== "");
  const asked = clearingExport.safeParse(Object.fromEntries(given));
  if (!asked.success)
    return problem(400, "question_invalid", asked.error.issues[0]?.message ?? "The question is wrong.");
  const { actor } = admission;
  const batch = await findClearingBatch(actor, (await params).no);
  if (!batch) return problem(404, "not_found", "There is no such clearing batch.");
  const exportedAt = getClock().now();
  const allowed = await exportClearing(
    { actor, commandId: randomUUID(), now: exportedAt },
    { batchNo: batch.batchNo, wanted: asked.data },
  );
  if (!allowed.ok) return problem(403, allowed.refusal.code, allowed.refusal.message);
  const content = writeClearingSheet({ actor, batch, wanted: asked.data, exportedAt });
  return answerDownload(content, allowed.value.fileName, SHEET_TYPES[asked.data.format]);
}
