import "server-only";
import type { DbReader } from "@/server/transact";
import type { AnchorSegment } from "./anchor-line";

/** Hashes of one stream that are compared with the table in one query. */
const ROWS_AT_ONCE = 4_000;

// A row's own hash is made of the hash before it too, so that whoever has the anchored one follows the right row.
const COMPARE = `
  SELECT count(e.id) AS rows,
         min(a.seq) FILTER (WHERE e.hash IS DISTINCT FROM a.hash OR audit_row_hash(e) IS DISTINCT FROM a.hash) AS "brokenFrom"
  FROM (SELECT $2::bigint + ord - 1 AS seq, hash FROM unnest($3::text[]) WITH ORDINALITY AS anchored (hash, ord)) AS a
  LEFT JOIN audit_events e ON e.stream = $1 AND e.seq = a.seq AND e.seq BETWEEN $2 AND $4`;

type Stream = {
  /** The last row that an anchor knows. */
  lastSeq: bigint;
  lastHash: string;
  brokenFrom: bigint | null;
  pending: { from: bigint; hashes: string[] };
};
/** A stream as far as it is anchored; `brokenFrom` is the first number at which the table is not what was anchored. */
export type AnchoredStream = Readonly<Pick<Stream, "lastSeq" | "lastHash" | "brokenFrom">>;

/**
 * Takes segments in the order of the anchors and compares them with the table, some thousand rows at a time: what it
 * keeps in memory is one such piece a stream, however long the trail.
 */
export class AnchoredStreams {
  readonly #db: DbReader;
  readonly #streams = new Map<string, Stream>();
  /** Rows of the table that were compared. */
  rows = 0n;

  constructor(db: DbReader) {
    this.#db = db;
  }

  /** Answers which rows were missing already when this was anchored, if any were. */
  async take({ stream: name, from, hashes }: AnchorSegment): Promise<{ seq: bigint; last: bigint } | null> {
    const stream = this.#find(name);
    const gap = from > stream.lastSeq + 1n ? { seq: stream.lastSeq + 1n, last: from - 1n } : null;
    if (gap) await this.#compare(name, stream);
    if (stream.pending.hashes.length === 0) stream.pending = { from, hashes: [] };
    stream.pending.hashes.push(...hashes);
    stream.lastSeq = from + BigInt(hashes.length) - 1n;
    stream.lastHash = hashes.at(-1) ?? "";
    if (stream.pending.hashes.length >= ROWS_AT_ONCE) await this.#compare(name, stream);
    return gap;
  }

  /** Every stream that has an anchor, when all segments have been taken. */
  async finish(): Promise<ReadonlyMap<string, AnchoredStream>> {
    for (const [name, stream] of this.#streams) await this.#compare(name, stream);
    return this.#streams;
  }

  #find(name: string): Stream {
    const known = this.#streams.get(name);
    if (known) return known;
    const stream = { lastSeq: 0n, lastHash: "", brokenFrom: null, pending: { from: 1n, hashes: [] } };
    this.#streams.set(name, stream);
    return stream;
  }

  async #compare(name: string, stream: Stream): Promise<void> {
    const { from, hashes } = stream.pending;
    stream.pending = { from, hashes: [] };
    if (hashes.length === 0) return;
    const until = from + BigInt(hashes.length) - 1n;
    const [found] = await this.#db.query<{ rows: bigint; brokenFrom: bigint | null }>(COMPARE, [
      name,
      from,
      hashes,
      until,
    ]);
    this.rows += found?.rows ?? 0n;
    stream.brokenFrom ??= found?.brokenFrom ?? null;
  }
}
