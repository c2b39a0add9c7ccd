import "server-only";
import { admitToWhole } from "@/server/admit";
import { problem } from "@/server/problem";
import { reader } from "@/server/transact";
import { streamKept } from "./kept-reader";

/** A statement's file as it was kept: unpacked, with card numbers masked, under its own name. */
export async function answerKeptFile(
  _request: Request,
  { params }: { params: Promise<{ no: string }> },
): Promise<Response> {
  const admission = await admitToWhole("statement.view");
  if (!admission.ok) return admission.answer;
  const { no } = await params;
  const [statement] = await reader.query<{ kept_file: string | null; file_name: string }>(
    "SELECT kept_file, file_name FROM statements WHERE statement_no = $1",
    [no],
  );
  const content = statement?.kept_file ? await streamKept(statement.kept_file) : null;
  if (!statement || !content) return problem(404, "not_found", "Nothing is kept of this statement's file.");
  return answerDownload(content, `${statement.file_name.replace(/\.(zip|gz)$/i, "")}`, "application/octet-stream");
}

/** Streams `content` as a file to keep, never as something that the browser shows. */
export function answerDownload(content: AsyncIterable<Uint8Array>, fileName: string, type: string): Response {
  return new Response(toStream(content), {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

function toStream(content: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const pieces = content[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await pieces.return?.();
    },
  });
}
