import "server-only";
import { apiUploadInput } from "@/contracts/imports";
import { findApiActor } from "@/server/auth/api-key";
import { problem } from "@/server/problem";
import { findImport } from "@/server/queries/list-imports";
import { readFileName } from "./read-file-name";
import { sendUpload } from "./send-upload";

const SCOPE = "statement.import";

/**
 * `POST /api/v1/statements?channel=&date=&dryRun=1&fileName=`: the file is the body, `Idempotency-Key` names the delivery.
 * Answers 202 with the job and where to ask for it; the same key with the same body answers the same, with another 422.
 */
export async function answerApiUpload(request: Request): Promise<Response> {
  const actor = await findApiActor(request.headers.get("authorization"), SCOPE);
  if (!actor) return refuseKey();
  const input = apiUploadInput.safeParse(readInput(request));
  if (!input.success) {
    const details = input.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    return problem(400, "input_invalid", "The request is not described as it should be; nothing was done.", details);
  }
  const { idempotencyKey, ...described } = input.data;
  const sourceKey = `${actor.login} ${idempotencyKey}`;
  const sent = await sendUpload(actor, { source: "API", sourceKey, ...described }, request.body);
  if (!sent.ok) return problem(statusOf(sent.refusal.code), sent.refusal.code, sent.refusal.message);
  const { importNo } = sent.value;
  const href = `/api/v1/statements/imports/${importNo}`;
  return Response.json({ importNo, href }, { status: 202, headers: { Location: href, "Cache-Control": "no-store" } });
}

/** `GET /api/v1/statements/imports/{no}`: where the job is, for the system that may send files. */
export async function answerApiImport(
  request: Request,
  { params }: { params: Promise<{ no: string }> },
): Promise<Response> {
  const actor = await findApiActor(request.headers.get("authorization"), SCOPE);
  if (!actor) return refuseKey();
  const found = await findImport(actor, (await params).no);
  if (!found) return problem(404, "not_found", "There is no such import.");
  return Response.json(found, { headers: { "Cache-Control": "no-store" } });
}

function refuseKey(): Response {
  const refused = problem(401, "api_key_refused", "The key is missing, unknown, expired, or not for this.");
  refused.headers.set("WWW-Authenticate", "Bearer");
  return refused;
}

function statusOf(code: string): number {
  return code === "upload_too_large" ? 413 : 422;
}

function readInput(request: Request): unknown {
  const { searchParams } = new URL(request.url);
  const channel = searchParams.get("channel");
  return {
    idempotencyKey: request.headers.get("idempotency-key") ?? "",
    fileName:
      readFileName(request.headers.get("x-file-name") ?? searchParams.get("fileName") ?? "") ||
      `${channel ?? "statement"}.upload`,
    channel: channel || null,
    settlesOn: searchParams.get("date") || null,
    isDryRun: searchParams.get("dryRun") === "1",
  };
}
