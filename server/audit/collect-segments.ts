import "server-only";
import type { DbReader } from "@/server/transact";
import type { AnchorSegment } from "./anchor-line";
import { WITH_STREAMS } from "./streams";

const MOVED = `${WITH_STREAMS}
  SELECT streams.stream, coalesce(anchored.seq, 0) AS seq, coalesce(anchored.hash, '') AS hash
  FROM streams
  LEFT JOIN LATERAL (SELECT seq, hash FROM audit_anchor_heads h WHERE h.stream = streams.stream ORDER BY seq DESC LIMIT 1) AS anchored ON true
  WHERE streams.stream IS NOT NULL
    AND EXISTS (SELECT 1 FROM audit_events e WHERE e.stream = streams.stream AND e.seq > coalesce(anchored.seq, 0))
  ORDER BY streams.stream`;
const ROWS = `
  SELECT seq, prev_hash, hash FROM audit_events WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3`;

type Head = { readonly stream: string; readonly seq: bigint; readonly hash: string };
type Row = { seq: bigint; prev_hash: string; hash: string };

/** What stands in the streams behind the heads that were anchored last: at most `limit` rows of them all together. */
export async function collectSegments(tx: DbReader, limit: number): Promise<AnchorSegment[]> {
  const segments: AnchorSegment[] = [];
  let room = limit;
  for (const head of await tx.query<Head>(MOVED)) {
    if (room === 0) break;
    const rows = await tx.query<Row>(ROWS, [head.stream, head.seq, room]);
    room -= rows.length;
    segments.push(...toSegments(head, rows));
  }
  return segments;
}

/** One segment, unless rows are missing or do not follow one another already: then what is there is told as it is. */
function toSegments(head: Head, rows: readonly Row[]): AnchorSegment[] {
  const segments: { stream: string; from: bigint; prevHash?: string; hashes: string[] }[] = [];
  let before = { seq: head.seq, hash: head.hash };
  for (const { seq, prev_hash: prevHash, hash } of rows) {
    const segment = segments.at(-1);
    const follows = seq === before.seq + 1n && prevHash === before.hash;
    if (segment && follows) segment.hashes.push(hash);
    else segments.push({ stream: head.stream, from: seq, ...(follows ? {} : { prevHash }), hashes: [hash] });
    before = { seq, hash };
  }
  return segments;
}
