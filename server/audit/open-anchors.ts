import "server-only";
import { getLog } from "@/server/log";
import type { DbReader } from "@/server/transact";
import { anchorPath, cutFile, readFileLines, sizeOfAnchors } from "./anchor-file";
import { type Anchor, readAnchorLine } from "./anchor-line";
import { findOtherTrail, findPlace } from "./find-other-trail";

/** The last anchor that was written: where it ends in the file, and what the next one has to name. */
export type LastAnchor = { readonly no: bigint; readonly hash: string; readonly endByte: number };

const NONE: LastAnchor = { no: 0n, hash: "", endByte: 0 };

type OpenAnchors = {
  readonly trail: string;
  readonly database: string;
  readonly path: string;
  readonly last: LastAnchor;
};

/** Why no anchor is written: the file is not the one that the database remembers. The message is for the operator. */
export class AnchorsLost extends Error {
  override name = "AnchorsLost";
}

/**
 * The trail's name, its file, and the last anchor in it. What the database does not know yet because a worker died
 * before its commit is taken over; what it left half written is cut off. A file that lacks what was written is an error.
 */
export async function openAnchors(tx: DbReader): Promise<OpenAnchors> {
  const { trail, database } = await findPlace(tx);
  const path = anchorPath(trail);
  const other = await findOtherTrail({ trail, database });
  if (other) throw lost(path, `is that of another trail than this database held before (${other})`);
  const [recorded = NONE, before = NONE] = await findLastAnchors(tx);
  const size = (await sizeOfAnchors(path)) ?? 0;
  if (size < recorded.endByte) {
    throw lost(path, `ends at byte ${size}, although anchor ${recorded.no} was written up to byte ${recorded.endByte}`);
  }
  let last = recorded;
  for await (const line of readFileLines(path, before.endByte, size)) {
    if (line.endByte <= recorded.endByte) {
      const written = readAnchorLine(line.text);
      const isIt = written?.hash === recorded.hash && written.anchor.no === recorded.no;
      if (isIt && line.endByte === recorded.endByte) continue;
      throw lost(path, `does not hold anchor ${recorded.no} as it was written`);
    }
    const next = line.isWhole ? readAnchorLine(line.text) : null;
    if (next?.anchor.trail !== trail || next.anchor.no !== last.no + 1n || next.anchor.prev !== last.hash) {
      getLog().warn({ path, fromByte: last.endByte, bytes: size - last.endByte }, "half an anchor was cut off");
      await cutFile(path, last.endByte);
      break;
    }
    await recordAnchor(tx, next.anchor, next.hash, line.endByte);
    last = { no: next.anchor.no, hash: next.hash, endByte: line.endByte };
  }
  return { trail, database, path, last };
}

/** The newest first: two of them, since a line begins where the one before it ends. */
export async function findLastAnchors(db: DbReader): Promise<LastAnchor[]> {
  const rows = await db.query<{ no: bigint; line_hash: string; end_byte: bigint }>(
    "SELECT no, line_hash, end_byte FROM audit_anchors ORDER BY no DESC LIMIT 2",
  );
  return rows.map((row) => ({ no: row.no, hash: row.line_hash, endByte: Number(row.end_byte) }));
}

/** Remembers in the database that this line stands in the file. */
export async function recordAnchor(tx: DbReader, anchor: Anchor, hash: string, endByte: number): Promise<void> {
  const heads = new Map<string, { seq: bigint; hash: string }>();
  let rowCount = 0;
  for (const { stream, from, hashes } of anchor.segments) {
    rowCount += hashes.length;
    heads.set(stream, { seq: from + BigInt(hashes.length) - 1n, hash: hashes.at(-1) ?? "" });
  }
  await tx.query("INSERT INTO audit_anchors (no, at, row_count, line_hash, end_byte) VALUES ($1, $2, $3, $4, $5)", [
    anchor.no,
    anchor.at,
    rowCount,
    hash,
    endByte,
  ]);
  await tx.query(
    `INSERT INTO audit_anchor_heads (stream, seq, hash, anchor_no)
     SELECT stream, seq, hash, $4 FROM unnest($1::text[], $2::bigint[], $3::text[]) AS heads (stream, seq, hash)`,
    [
      [...heads.keys()],
      [...heads.values()].map(({ seq }) => seq),
      [...heads.values()].map((head) => head.hash),
      anchor.no,
    ],
  );
}

function lost(path: string, what: string): AnchorsLost {
  return new AnchorsLost(
    `The file of the audit anchors, ${path}, ${what}. Nothing was appended. Put it back from its copy; docs/adr/0009-audit-anchors.md says how.`,
  );
}
