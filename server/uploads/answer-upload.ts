import "server-only";
import { uploadInput } from "@/contracts/imports";
import { admitSender } from "@/server/admit";
import { problem } from "@/server/problem";
import { findImport } from "@/server/queries/list-imports";
import { readFileName } from "./read-file-name";
import { sendUpload } from "./send-upload";

/**
 * Takes one statement file as the body, `?channel=&date=&dryRun=1` with the headers X-File-Name (percent-encoded) and
 * X-Command-Id, and answers at once with the job that it has become. No server action: those hold the whole body in
 * memory, and a client sends them one at a time.
 */
export async function answerUpload(request: Request): Promise<Response> {
  const admission = await admitSender(request, "statement.import");
  if (!admission.ok) return admission.answer;
  const { actor } = admission;
  const input = uploadInput.safeParse(readInput(request));
  if (!input.success) {
    const details = input.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    return problem(400, "input_invalid", "The upload is not described as it should be; nothing was done.", details);
  }
  const { commandId, ...described } = input.data;
  const sent = await sendUpload(actor, { source: "PAGE", sourceKey: commandId, ...described }, request.body);
  if (!sent.ok) return problem(422, sent.refusal.code, sent.refusal.message);
  return Response.json(await findImport(actor, sent.value.importNo), { status: 202 });
}

function readInput(request: Request): unknown {
  const { searchParams } = new URL(request.url);
  return {
    commandId: request.headers.get("x-command-id"),
    fileName: readFileName(request.headers.get("x-file-name") ?? ""),
    channel: searchParams.get("channel") || null,
    settlesOn: searchParams.get("date") || null,
    isDryRun: searchParams.get("dryRun") === "1",
  };
}
