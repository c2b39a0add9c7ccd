import "server-only";
import { randomUUID } from "node:crypto";
import { settlementExport } from "@/contracts/settlement-moves";
import { admit } from "@/server/admit";
import { getClock } from "@/server/clock";
import { exportSettlement } from "@/server/commands/export-settlement";
import { problem } from "@/server/problem";
import { getSettlement } from "@/server/queries/get-settlement";
import { listHoldBacks } from "@/server/queries/list-standing-hold-backs";
import { readPages } from "@/server/sheet/read-pages";
import { SHEET_TYPES } from "@/server/sheet/stream-sheet";
import { answerDownload } from "@/server/statements/answer-kept-file";
import { writeStatement } from "./statement-sheet";

/** `?format=xlsx|csv&locale=`: the settlement statement as a file. */
export async function answerStatementExport(
  request: Request,
  { params }: { params: Promise<{ no: string }> },
): Promise<Response> {
  const admission = await admit("settlement.view");
  if (!admission.ok) return admission.answer;
  const asked = settlementExport.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!asked.success)
    return problem(400, "question_invalid", asked.error.issues[0]?.message ?? "The question is wrong.");
  const { actor } = admission;
  const settlement = await getSettlement(actor, (await params).no);
  if (!settlement) return problem(404, "not_found", "There is no such settlement that you may see.");
  const { settlementNo } = settlement;
  const exportedAt = getClock().now();
  const { format } = asked.data;
  const allowed = await exportSettlement({ actor, commandId: randomUUID(), now: exportedAt }, { settlementNo, format });
  if (!allowed.ok) return problem(403, allowed.refusal.code, allowed.refusal.message);
  const held = readPages((page) => listHoldBacks(settlementNo, "held", page));
  const content = writeStatement({ actor, settlement, held, wanted: asked.data, exportedAt });
  return answerDownload(content, allowed.value.fileName, SHEET_TYPES[format]);
}
