import "server-only";
import { createHash } from "node:crypto";
import { type Compared, compareRows, LOOK_AHEAD, type Replaced } from "@/core/audit/compare-rows";
import type { AnchoredRow, Fits, StoredRow } from "@/core/audit/find-where-it-fits";
import { nameFaults } from "@/core/audit/name-faults";
import type { RowFault } from "@/core/audit/trail-fault";
import type { DbReader } from "@/server/transact";
import { readFileLines } from "./anchor-file";
import { readAnchorLine } from "./anchor-line";
import type { AnchorsToRead } from "./read-anchors";

type Row = StoredRow & { readonly text: string };

/** So many of either side are in memory at a time. */
const WINDOW = 4 * LOOK_AHEAD;
/** Nobody reads more of one stream; the first ones tell the story. */
const MAX_FAULTS = 200;

// By a range of numbers and no LIMIT, so that every plan reads these rows alone. Numbers may be missing or taken twice.
const NEXT = "SELECT min(seq) AS seq FROM audit_events WHERE stream = $1 AND seq >= $2";
const ROWS = `
  SELECT seq, hash, prev_hash AS "prevHash", audit_row_text(e) AS text FROM audit_events e
  WHERE stream = $1 AND seq >= $2 AND seq < $2::bigint + ${WINDOW} ORDER BY seq, id`;

/** The hash that audit_row_hash would give the row at another place. */
const fits: Fits<Row> = ({ text }, { prevHash, seq, hash }) =>
  createHash("sha256").update(`${prevHash}|${seq}|${text}`).digest("hex") === hash;

/** `lastSeq`: the last row that an anchor knows, up to anchor `lastAnchor`. */
export type BrokenStream = {
  readonly stream: string;
  readonly brokenFrom: bigint;
  readonly lastSeq: bigint;
  readonly lastAnchor: bigint;
};

/** Names what is wrong with one stream, from the row on where the table is not what was anchored. */
export async function findRowFaults(db: DbReader, anchors: AnchorsToRead, broken: BrokenStream): Promise<RowFault[]> {
  const { stream, brokenFrom, lastSeq } = broken;
  const rows = new Lookout(readRows(db, stream, brokenFrom));
  const anchored = new Lookout(readPositions(anchors, broken));
  const faults: RowFault[] = [];
  const replaced: Replaced<Row>[] = [];
  let compared: Compared<Row>;
  do {
    await Promise.all([rows.fill(), anchored.fill()]);
    compared = compareRows(
      {
        stream,
        rows: rows.seen,
        rowsEnd: rows.isEnd,
        anchored: anchored.seen,
        anchoredEnd: anchored.isEnd,
        lastAnchored: lastSeq,
        isBroken: faults.length > 0,
      },
      fits,
    );
    faults.push(...compared.faults);
    replaced.push(...compared.replaced);
    rows.drop(compared.rowsTaken);
    anchored.drop(compared.anchoredTaken);
  } while (!compared.isDone && faults.length < MAX_FAULTS);
  await Promise.all([rows.close(), anchored.close()]);
  return nameFaults(faults.slice(0, MAX_FAULTS), replaced.slice(0, MAX_FAULTS), fits);
}

/** The next items of a long sequence, as many as there have to be. */
class Lookout<T> {
  readonly #source: AsyncGenerator<T>;
  seen: T[] = [];
  isEnd = false;

  constructor(source: AsyncGenerator<T>) {
    this.#source = source;
  }

  async fill(): Promise<void> {
    while (!this.isEnd && this.seen.length < WINDOW) {
      const next = await this.#source.next();
      if (next.done) this.isEnd = true;
      else this.seen.push(next.value);
    }
  }

  drop(count: number): void {
    this.seen = this.seen.slice(count);
  }

  async close(): Promise<void> {
    await this.#source.return(undefined);
  }
}

async function* readRows(db: DbReader, stream: string, from: bigint): AsyncGenerator<Row> {
  for (let start = from; ; start += BigInt(WINDOW)) {
    const [next]: { seq: bigint | null }[] = await db.query(NEXT, [stream, start]);
    if (!next || next.seq === null) return;
    start = next.seq;
    yield* await db.query<Row>(ROWS, [stream, start]);
  }
}

/** The file has been read already, and found as it was written up to the last anchor. */
async function* readPositions(anchors: AnchorsToRead, broken: BrokenStream): AsyncGenerator<AnchoredRow> {
  const { stream, brokenFrom, lastAnchor } = broken;
  let hashBefore = "";
  for await (const line of readFileLines(anchors.path, 0, anchors.untilByte)) {
    const read = readAnchorLine(line.text);
    if (!read || read.anchor.no > lastAnchor) return;
    for (const segment of read.anchor.segments) {
      if (segment.stream !== stream) continue;
      hashBefore = segment.prevHash ?? hashBefore;
      let seq = segment.from;
      for (const hash of segment.hashes) {
        if (seq >= brokenFrom) yield { seq, hash, prevHash: hashBefore };
        hashBefore = hash;
        seq += 1n;
      }
    }
  }
}
