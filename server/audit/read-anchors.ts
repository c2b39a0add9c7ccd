import "server-only";
import type { AnchorFault } from "@/core/audit/trail-fault";
import type { DbReader } from "@/server/transact";
import { anchorPath, isMissing, readFileLines, sizeOfAnchors } from "./anchor-file";
import { type Anchor, readAnchorLine } from "./anchor-line";
import { findOtherTrail, findPlace } from "./find-other-trail";
import { findLastAnchors } from "./open-anchors";

/** The anchors of a trail up to a byte, and the last one that the database remembers. */
export type AnchorsToRead = {
  readonly trail: string;
  readonly database: string;
  readonly path: string;
  readonly untilByte: number;
  readonly recorded: { readonly no: bigint; readonly hash: string; readonly endByte: number } | null;
};

/**
 * How much of the file a proof may use. Measure it before the proof's view of the database begins: every row of a line was
 * committed before the line was written, so a view that is younger than the line has to show them. A line that the
 * view's own record of anchors names is never too young.
 */
export async function measureAnchors(db: DbReader): Promise<number> {
  const { trail } = await findPlace(db);
  // What keeps the file from being read is told by the proof.
  return (await sizeOfAnchors(anchorPath(trail)).catch(() => null)) ?? 0;
}

export async function findAnchorsToRead(db: DbReader, measuredBytes: number): Promise<AnchorsToRead> {
  const { trail, database } = await findPlace(db);
  const [recorded = null] = await findLastAnchors(db);
  return {
    trail,
    database,
    path: anchorPath(trail),
    untilByte: Math.max(measuredBytes, recorded?.endByte ?? 0),
    recorded,
  };
}

/**
 * Gives every anchor of the file to `take`, in order, and answers what is wrong with the file itself; nothing is given
 * from the first anchor on that is not as it was written. Half a line at the end is a crash's, and no fault.
 */
export async function readAnchors(
  { trail, database, path, untilByte, recorded }: AnchorsToRead,
  take: (anchor: Anchor) => Promise<void>,
): Promise<AnchorFault | null> {
  let [no, prev] = [0n, ""];
  try {
    const other = await findOtherTrail({ trail, database });
    if (other) return { kind: "anchors_replaced", trail: other };
    for await (const line of readFileLines(path, 0, untilByte)) {
      const read = readAnchorLine(line.text);
      const follows = read?.anchor.no === no + 1n && read.anchor.prev === prev && read.anchor.trail === trail;
      const isAsWritten = read && follows && (read.anchor.no !== recorded?.no || read.hash === recorded.hash);
      if (!isAsWritten || !line.isWhole) {
        // Behind the recorded anchors stands what a worker has just begun to write, or never finished.
        if (no >= (recorded?.no ?? 0n)) break;
        return line.isWhole ? { kind: "anchors_changed", no: no + 1n } : cutFault(recorded, no);
      }
      await take(read.anchor);
      [no, prev] = [read.anchor.no, read.hash];
    }
  } catch (error) {
    if (!isFileError(error)) throw error;
    if (!isMissing(error)) return { kind: "anchors_unreadable", reason: error.code };
    return recorded && { kind: "anchors_missing", no: recorded.no };
  }
  const known = recorded?.no ?? 0n;
  if (no < known) return cutFault(recorded, no);
  // One line may be ahead: it is written first, and remembered then.
  return no > known + 1n ? { kind: "anchors_forgotten", no: known, last: no } : null;
}

function cutFault(recorded: AnchorsToRead["recorded"], last: bigint): AnchorFault {
  return { kind: "anchors_cut", no: recorded?.no ?? 0n, last };
}

function isFileError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
}
