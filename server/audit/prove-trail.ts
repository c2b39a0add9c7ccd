import "server-only";
import type { RowFault, TrailFault, TrailProof } from "@/core/audit/trail-fault";
import type { DbReader } from "@/server/transact";
import { type AnchoredStream, AnchoredStreams } from "./anchored-streams";
import { findRowFaults } from "./find-row-faults";
import { findAnchorsToRead, readAnchors } from "./read-anchors";
import { WITH_STREAMS } from "./streams";

const STREAMS = `${WITH_STREAMS}
  SELECT stream FROM streams WHERE stream IS NOT NULL`;

// Of the rows that no anchor knows yet: do they follow the anchored ones, one by one? What carries a number before the
// first one has slipped in as well.
const TAIL = `
  SELECT count(*) AS rows, count(*) FILTER (WHERE NOT is_link) AS faults, min(seq) FILTER (WHERE NOT is_link) AS seq,
         min(expected) FILTER (WHERE NOT is_link) AS expected
  FROM (SELECT seq, $2::bigint + row_number() OVER chain AS expected,
               (seq = $2::bigint + row_number() OVER chain AND prev_hash = coalesce(lag(hash) OVER chain, $3)
                 AND hash = audit_row_hash(e)) IS TRUE AS is_link
        FROM audit_events e WHERE stream = $1 AND seq > $2 WINDOW chain AS (ORDER BY seq, id)) AS tail`;
const EARLY = "SELECT min(seq) AS seq, max(seq) AS last FROM audit_events WHERE stream = $1 AND seq < 1";

/**
 * Compares every row of the trail with the anchors in their file, and the rows since the last anchor with one another.
 * Reads in pieces, however long the trail is. `measuredBytes` is what `measureAnchors` gave before `db`'s view began.
 * `withTail: false` leaves what no anchor knows yet to whoever proves the chain.
 */
export async function proveTrail(
  db: DbReader,
  measuredBytes: number,
  { withTail } = { withTail: true },
): Promise<TrailProof> {
  const toRead = await findAnchorsToRead(db, measuredBytes);
  const compared = new AnchoredStreams(db);
  const faults: TrailFault[] = [];
  let [anchors, newestAnchorAt]: [bigint, string | null] = [0n, null];
  const fileFault = await readAnchors(toRead, async (anchor) => {
    for (const segment of anchor.segments) {
      const gap = await compared.take(segment);
      if (gap) faults.push({ kind: "missing", stream: segment.stream, ...gap });
    }
    [anchors, newestAnchorAt] = [anchor.no, anchor.at];
  });
  if (fileFault) faults.unshift(fileFault);
  const anchored = await compared.finish();
  for (const [stream, { brokenFrom, lastSeq }] of anchored) {
    if (brokenFrom === null) continue;
    faults.push(...(await findRowFaults(db, toRead, { stream, brokenFrom, lastSeq, lastAnchor: anchors })));
  }
  const names = new Set([
    ...anchored.keys(),
    ...(await db.query<{ stream: string }>(STREAMS)).map((row) => row.stream),
  ]);
  let waiting = 0n;
  for (const stream of names) {
    const tail = await proveTail(db, stream, anchored.get(stream));
    waiting += tail.rows;
    if (withTail) faults.push(...tail.faults);
  }
  return { rows: compared.rows + waiting, streams: names.size, anchors, newestAnchorAt, waiting, faults };
}

/** Without a fault before it: rows behind a broken place follow whatever was made of it. */
async function proveTail(
  db: DbReader,
  stream: string,
  { lastSeq, lastHash, brokenFrom }: AnchoredStream = { lastSeq: 0n, lastHash: "", brokenFrom: null },
): Promise<{ rows: bigint; faults: RowFault[] }> {
  const faults: RowFault[] = [];
  const [early] = await db.query<{ seq: bigint | null; last: bigint }>(EARLY, [stream]);
  if (early && early.seq !== null) faults.push({ kind: "inserted", stream, seq: early.seq, last: early.last });
  const [tail] = await db.query<{ rows: bigint; seq: bigint | null; expected: bigint }>(TAIL, [
    stream,
    lastSeq,
    lastHash,
  ]);
  if (tail && tail.seq !== null && brokenFrom === null) {
    const { seq, expected } = tail;
    if (seq > expected) faults.push({ kind: "missing", stream, seq: expected, last: seq - 1n });
    else faults.push({ kind: "changed", stream, seq, last: seq });
  }
  return { rows: tail?.rows ?? 0n, faults };
}
