import "server-only";
import { statementUploadInput } from "@/contracts/statement-upload";
import { isPermitted, PERMISSIONS } from "@/core/permissions/permissions";
import { getActor } from "@/server/auth/actor";
import { problem } from "@/server/grid-route";
import { isOwnOrigin } from "@/server/own-origin";
import { streamUploadSteps } from "@/server/uploads/stream-upload-steps";
import { runUpload, takeUploadedFile, toRefused } from "@/server/uploads/take-statement-upload";

/**
 * Takes one statement file as the body and checks or imports it: `?mode=check|import&channel=&date=`, with the headers
 * X-File-Name (percent-encoded), X-Command-Id, and X-Checked-Sha256 instead of a body. Answers in NDJSON. No server
 * action: those hold the whole body in memory, and a client sends them one at a time.
 */
export async function answerStatementUpload(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers.get("origin"))) {
    return problem(403, "origin_foreign", "This request came from another site; nothing was done.");
  }
  const actor = await getActor();
  if (!actor) return problem(401, "signed_out", "You are signed out. Sign in again.");
  if (!isPermitted(actor.roles, "statement.import")) {
    const { sentence } = PERMISSIONS["statement.import"];
    return problem(403, "not_permitted", `Your roles do not allow you to ${sentence}.`);
  }
  const input = statementUploadInput.safeParse(readUploadInput(request));
  if (!input.success) {
    const details = input.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    return problem(400, "input_invalid", "The upload is not described as it should be; nothing was done.", details);
  }
  const file = await takeUploadedFile(input.data, request.body);
  if (!file.ok) return streamUploadSteps(async () => toRefused(file.refusal));
  return streamUploadSteps((onProgress) => runUpload(actor, input.data, file.value, onProgress));
}

/** What the address and headers of an upload say, for its schema to judge. */
export function readUploadInput(request: Request): unknown {
  const { searchParams } = new URL(request.url);
  const { headers } = request;
  const mode = searchParams.get("mode");
  const fileName = decodeName(headers.get("x-file-name") ?? "");
  const described = { mode, fileName, settlesOn: searchParams.get("date") || null };
  if (mode !== "import") return described;
  return {
    ...described,
    channel: searchParams.get("channel"),
    commandId: headers.get("x-command-id"),
    checkedSha256: headers.get("x-checked-sha256"),
  };
}

/** A name only: folders and control characters fall away. It says UnionPay's date and is shown, and nothing else. */
function decodeName(encoded: string): string {
  try {
    const name = decodeURIComponent(encoded).split(/[\\/]/).at(-1) ?? "";
    return name.replaceAll(/\p{Cc}/gu, "").trim();
  } catch {
    return "";
  }
}
