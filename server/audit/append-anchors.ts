import "server-only";
import type { DbReader } from "@/server/transact";
import { appendFileLine } from "./anchor-file";
import { type Anchor, composeAnchorLine } from "./anchor-line";
import { asOnlyAnchorer } from "./anchor-transaction";
import { collectSegments } from "./collect-segments";
import { openAnchors, recordAnchor } from "./open-anchors";

/** So many rows in a line at most: some 215 kB. */
const ROWS_PER_LINE = 5_000;
/** So many lines in one turn: five million rows. What is left comes with the next. */
const MAX_LINES = 1_000;

export type Appended = { readonly anchors: number; readonly rows: number };

/**
 * Writes what has been added to the trail since the last anchor behind the others: at least one anchor, so that the
 * newest one's time tells that somebody watches, and as many as it takes. Throws when the file is not what was written;
 * then nothing is appended.
 */
export async function appendAnchors(rowsPerLine: number = ROWS_PER_LINE): Promise<Appended> {
  let [anchors, rows] = [0, 0];
  while (anchors < MAX_LINES) {
    const appended = await asOnlyAnchorer((tx) => appendAnchor(tx, rowsPerLine));
    // Another worker is at it and goes on until nothing is left.
    if (appended === null) break;
    anchors += 1;
    rows += appended;
    if (appended < rowsPerLine) break;
  }
  return { anchors, rows };
}

/** Answers how many rows the new anchor covers. The file first: the database must never know of a line that is not. */
async function appendAnchor(tx: DbReader, rowsPerLine: number): Promise<number> {
  const { trail, database, path, last } = await openAnchors(tx);
  const segments = await collectSegments(tx, rowsPerLine);
  const [clock] = await tx.query<{ at: Date }>("SELECT clock_timestamp() AS at");
  const at = (clock?.at ?? new Date(0)).toISOString();
  const anchor: Anchor = { no: last.no + 1n, trail, database, at, prev: last.hash, segments };
  const { text, hash } = composeAnchorLine(anchor);
  const endByte = await appendFileLine(path, text, last.endByte);
  await recordAnchor(tx, anchor, hash, endByte);
  return segments.reduce((sum, segment) => sum + segment.hashes.length, 0);
}
