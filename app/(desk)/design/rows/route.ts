import type { PageDto } from "@/contracts/wire";
import { admit } from "@/server/admit";
import { makeSampleRow, SAMPLE_CAP, SAMPLE_STATUSES, SAMPLE_TOTAL, type SampleRow } from "../_components/sample-rows";

const MAX_LIMIT = 200;

/** Invented rows for the grid on the design page, answered the way every grid route answers. Reads nothing. */
export async function GET(request: Request): Promise<Response> {
  const admission = await admit();
  if (!admission.ok) return admission.answer;
  const query = new URL(request.url).searchParams;
  const start = wholeNumber(query.get("cursor"), 0, SAMPLE_TOTAL);
  const limit = wholeNumber(query.get("limit"), 100, MAX_LIMIT);
  const status = SAMPLE_STATUSES.find((known) => known === query.get("status"));
  const text = query.get("q") ?? "";
  const rows: SampleRow[] = [];
  let index = start;
  for (; index < SAMPLE_TOTAL && rows.length < limit; index += 1) {
    const row = makeSampleRow(index);
    if ((!status || row.status === status) && row.orderNo.includes(text)) rows.push(row);
  }
  const count = status || text ? { value: rows.length, capped: index < SAMPLE_TOTAL } : SAMPLE_CAP;
  const page: PageDto<SampleRow> = { rows, nextCursor: index < SAMPLE_TOTAL ? String(index) : null, count };
  return Response.json(page);
}

function wholeNumber(text: string | null, otherwise: number, max: number): number {
  return text !== null && /^\d{1,6}$/.test(text) ? Math.min(Number.parseInt(text, 10), max) : otherwise;
}
