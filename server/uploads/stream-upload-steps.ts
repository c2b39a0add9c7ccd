import "server-only";
import type { UploadOutcome, UploadStep } from "@/contracts/statement-upload";
import type { StatementProgress } from "@/server/statements/read-statement";

const STEP_EVERY_MS = 200;

/**
 * Answers with one line of JSON for every step of `work` and its outcome last (NDJSON), so that a person sees how far a
 * large file is. When nobody listens any more the work goes on: an import is never left half done by a closed page.
 */
export function streamUploadSteps(
  work: (onProgress: (progress: StatementProgress) => void) => Promise<UploadOutcome>,
): Response {
  const encoder = new TextEncoder();
  let isOpen = true;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const write = (step: UploadStep) => {
        if (isOpen) controller.enqueue(encoder.encode(`${JSON.stringify(step)}\n`));
      };
      let writtenAt = 0;
      const outcome = await work((progress) => {
        const at = performance.now();
        if (at - writtenAt < STEP_EVERY_MS) return;
        writtenAt = at;
        write({ step: "reading", ...progress });
      });
      write({ step: "done", outcome });
      if (isOpen) controller.close();
    },
    cancel() {
      isOpen = false;
    },
  });
  return new Response(body, {
    headers: {
      "Content-Type": "application/x-ndjson",
      "Cache-Control": "private, no-store",
      "X-Accel-Buffering": "no",
    },
  });
}
