import "server-only";
import { attachableReference } from "@/contracts/attachments";
import { admit } from "@/server/admit";
import { getLog } from "@/server/log";
import { problem } from "@/server/problem";
import { reader } from "@/server/transact";
import { maySeeAttachable } from "./attachable";
import { type AttachmentStore, readAttachment } from "./attachment-store";

type Found = { type: string; no: string; file_name: string; sha256: string; store: AttachmentStore["name"] };

/**
 * `GET /api/attachments/{no}`: the file, to keep and never to show: whatever it holds, no browser runs it on our address.
 * Its bytes are compared with their hash before the first of them leaves.
 */
export async function answerAttachmentDownload(
  _request: Request,
  { params }: { params: Promise<{ no: string }> },
): Promise<Response> {
  const admission = await admit();
  if (!admission.ok) return admission.answer;
  const { no: attachmentNo } = await params;
  const [found] = await reader.query<Found>(
    `SELECT object_type AS type, object_no AS no, file_name, sha256, store FROM attachments WHERE attachment_no = $1`,
    [attachmentNo],
  );
  const object = attachableReference.safeParse(found);
  if (!found || !object.success || !(await maySeeAttachable(reader, admission.actor, object.data))) {
    return problem(404, "not_found", "There is no such file, or it is not visible to you.");
  }
  const bytes = await readAttachment(found.store, found.sha256);
  if (bytes === null) {
    getLog().error({ attachmentNo, store: found.store }, "an attachment is gone or was altered");
    return problem(500, "attachment_altered", "The file is gone or is not what was attached. It is not given out.");
  }
  return new Response(Uint8Array.from(bytes), { headers: downloadHeaders(found.file_name, bytes.length) });
}

function downloadHeaders(fileName: string, sizeBytes: number): Record<string, string> {
  const ascii = fileName.replaceAll(/[^\x20-\x7e]/g, "_");
  const encoded = encodeURIComponent(fileName).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return {
    "Content-Type": "application/octet-stream",
    "Content-Length": `${sizeBytes}`,
    "Content-Disposition": `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`,
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
  };
}
