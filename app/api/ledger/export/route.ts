import { randomUUID } from "node:crypto";
import { exportLedgerInput } from "@/contracts/ledger-views";
import { admit } from "@/server/admit";
import { getClock } from "@/server/clock";
import { exportLedger, journalText } from "@/server/commands/export-ledger";
import { problem } from "@/server/problem";

/** Each holds a connection of the pool for as long as its reader takes; the desk needs the others. */
const MOST_AT_ONCE = 4;
let running = 0;

/** `?format=hledger|csv&from=&to=`: the journal as a download, sent while it is read. */
export async function GET(request: Request): Promise<Response> {
  const admission = await admit();
  if (!admission.ok) return admission.answer;
  const given = [...new URL(request.url).searchParams].filter(([, value]) => value !== "");
  const asked = exportLedgerInput.safeParse(Object.fromEntries(given));
  if (!asked.success)
    return problem(400, "question_invalid", asked.error.issues[0]?.message ?? "The question is wrong.");
  if (running >= MOST_AT_ONCE) {
    return problem(429, "export_busy", "Several exports are being written already. Try again in a few minutes.");
  }
  const context = { actor: admission.actor, commandId: randomUUID(), now: getClock().now() };
  const allowed = await exportLedger(context, asked.data);
  if (!allowed.ok) return problem(403, allowed.refusal.code, allowed.refusal.message);
  return new Response(bytesOf(journalText(context, asked.data)), {
    headers: {
      "Content-Type": asked.data.format === "csv" ? "text/csv; charset=utf-8" : "text/plain; charset=utf-8",
      "Content-Disposition": `attachment; filename="${allowed.value.fileName}"`,
      "Cache-Control": "private, no-store",
    },
  });
}

/** Reads on only as fast as the browser takes it, and stops when it goes away. */
function bytesOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const counted = whileCounted(pieces);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await counted.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await counted.return(undefined);
    },
  });
}

async function* whileCounted(pieces: AsyncGenerator<string>): AsyncGenerator<string> {
  running += 1;
  try {
    yield* pieces;
  } finally {
    running -= 1;
  }
}
