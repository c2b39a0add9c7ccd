import "server-only";
import { type BankUploadOutcome, bankUploadInput, MAX_BANK_UPLOAD_BYTES } from "@/contracts/bank-views";
import type { Refusal } from "@/core/result";
import type { StatementProblem } from "@/core/statements/statement";
import { admitSender } from "@/server/admit";
import { getClock } from "@/server/clock";
import { importBankStatement } from "@/server/commands/import-bank-statement";
import { problem } from "@/server/problem";
import { toRefusedLine } from "@/server/statements/to-refused-line";
import { readFileName } from "./read-file-name";
import { receiveUpload, sweepUploadsHourly } from "./upload-folder";

/**
 * Takes one bank statement as the body, `?account=` with the headers X-File-Name (percent-encoded) and X-Command-Id, and
 * answers when it is in the bank book: a bank's file is small, so there is nothing to wait for. A file that is refused is
 * an answer, too.
 */
export async function answerBankUpload(request: Request): Promise<Response> {
  const admission = await admitSender(request, "bank.import");
  if (!admission.ok) return admission.answer;
  const { actor } = admission;
  const input = bankUploadInput.safeParse({
    account: new URL(request.url).searchParams.get("account"),
    fileName: readFileName(request.headers.get("x-file-name") ?? ""),
    commandId: request.headers.get("x-command-id"),
  });
  if (!input.success || request.body === null) {
    return problem(400, "input_invalid", "The upload is not described as it should be; nothing was done.");
  }
  const file = await receiveUpload(request.body, MAX_BANK_UPLOAD_BYTES);
  await sweepUploadsHourly();
  if (!file.ok) return answerWith(toRefused(file.refusal));
  const { account, fileName, commandId } = input.data;
  const context = { actor, commandId, now: getClock().now() };
  const result = await importBankStatement(context, { path: file.value.path, fileName, account });
  if (!result.ok) return answerWith(toRefused(result.refusal));
  const { duplicate, statementNo, version, matched, open, follows } = result.value;
  return answerWith({ state: duplicate ? "duplicate" : "imported", statementNo, version, matched, open, follows });
}

/** Details are English. What they say of lines is said of each in the reader's language; figures stand in the sentence. */
function toRefused(refusal: Refusal & { problems?: readonly StatementProblem[] }): BankUploadOutcome {
  const { code, message, params, problems = [] } = refusal;
  const said = { code, message, ...(params ? { params } : {}) };
  const lines = problems.length > 0 ? { lines: problems.map(toRefusedLine) } : {};
  return { state: "refused", refusal: said, ...lines };
}

function answerWith(outcome: BankUploadOutcome): Response {
  return Response.json(outcome, { headers: { "Cache-Control": "private, no-store" } });
}
