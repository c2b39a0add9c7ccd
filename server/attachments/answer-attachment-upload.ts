import "server-only";
import { type AttachableReference, attachmentUploadInput, MAX_ATTACHMENT_BYTES } from "@/contracts/attachments";
import { detectFileKind, FILE_KINDS, type KindRefused } from "@/core/attachments/detect-file-kind";
import { toSafeFileName } from "@/core/attachments/to-safe-file-name";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { admitSender } from "@/server/admit";
import { getClock } from "@/server/clock";
import { attachFile, type FileToAttach } from "@/server/commands/attach-file";
import { problem } from "@/server/problem";
import { reader } from "@/server/transact";
import { readFileName } from "@/server/uploads/read-file-name";
import { maySeeAttachable } from "./attachable";
import { hashOf, openAttachmentStore } from "./attachment-store";

/**
 * `POST /api/attachments?type=&no=`: one file as the body, with the headers X-File-Name (percent-encoded) and
 * X-Command-Id. Answers 201 with the attachment, 200 when the same content is there already, 422 with the reason.
 */
export async function answerAttachmentUpload(request: Request): Promise<Response> {
  const admission = await admitSender(request, "attachment.add");
  if (!admission.ok) return admission.answer;
  const { actor } = admission;
  const { searchParams } = new URL(request.url);
  const input = attachmentUploadInput.safeParse({
    type: searchParams.get("type"),
    no: searchParams.get("no"),
    commandId: request.headers.get("x-command-id"),
    fileName: readFileName(request.headers.get("x-file-name") ?? ""),
  });
  if (!input.success || request.body === null) {
    return problem(400, "input_invalid", "The upload is not described as it should be; nothing was done.");
  }
  const { commandId, fileName, ...object } = input.data;
  // Before any byte is kept; the command asks again.
  if (!(await maySeeAttachable(reader, actor, object))) return answerRefusal(unknownObject(object));
  const file = await keepFile(object, fileName, request.body);
  if (!file.ok) return answerRefusal(file.refusal);
  const attached = await attachFile({ actor, commandId, now: getClock().now() }, file.value);
  if (!attached.ok) return answerRefusal(attached.refusal);
  return Response.json(attached.value, {
    status: attached.value.isNew ? 201 : 200,
    headers: { "Cache-Control": "private, no-store" },
  });
}

/** Reads, judges and stores the content. Refusals: upload_empty, upload_too_large, attachment_{unknown,active,archive}. */
async function keepFile(
  object: AttachableReference,
  givenName: string,
  body: AsyncIterable<Uint8Array>,
): Promise<Result<FileToAttach>> {
  const read = await readLimited(body);
  if (!read.ok) return read;
  const bytes = read.value;
  const kind = detectFileKind(bytes);
  if (kind === "unknown" || kind === "active" || kind === "archive") return refuse(`attachment_${kind}`, WHY[kind]);
  const store = openAttachmentStore();
  const sha256 = hashOf(bytes);
  await store.put(sha256, bytes);
  return accept({
    object,
    fileName: toSafeFileName(givenName, kind),
    mediaType: FILE_KINDS[kind].mediaType,
    sizeBytes: bytes.length,
    sha256,
    store: store.name,
  });
}

const WHY: Record<KindRefused, string> = {
  unknown: "This is no PDF, picture, workbook, letter or text. Nothing was attached.",
  active: "The file holds a program: a macro, or a page with scripts. Save it as a PDF; nothing was attached.",
  archive: "The file is an archive, and nobody sees what is in it. Attach what it holds; nothing was attached.",
};

async function readLimited(body: AsyncIterable<Uint8Array>): Promise<Result<Uint8Array>> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_ATTACHMENT_BYTES) {
      const limit = `${MAX_ATTACHMENT_BYTES / 1024 ** 2} MB`;
      return refuse("attachment_too_large", `The file is larger than ${limit}. Nothing was attached.`, { limit });
    }
    chunks.push(chunk);
  }
  return sizeBytes === 0 ? refuse("upload_empty", "The file is empty. Nothing was attached.") : accept(join(chunks));
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(chunks);
}

function unknownObject({ type, no }: AttachableReference): Refusal {
  return refuse("attachable_unknown", `There is no ${type} ${no} that you may see.`, { no }).refusal;
}

function answerRefusal({ code, message, params }: Refusal): Response {
  const status = code === "attachment_too_large" ? 413 : code === "not_permitted" ? 403 : 422;
  const body = { type: "about:blank", status, code, title: message, params: params ?? {} };
  return Response.json(body, { status, headers: { "Content-Type": "application/problem+json" } });
}
