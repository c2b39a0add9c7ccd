import { type AnchoredRow, type Fits, findWhereItFits, type Rest, type StoredRow } from "./find-where-it-fits";
import type { RowFault } from "./trail-fault";

/**
 * A piece of one stream from the same place on: what the table has, by its numbers, and what the anchors say.
 * `lastAnchored` is the last number of the stream that any anchor knows; `isBroken` says that a fault stands before.
 */
export type TrailWindow<Row> = Rest<Row> & { readonly stream: string; readonly isBroken: boolean };
/** A row that stands where another was; two of them may turn out to have been exchanged. */
export type Replaced<Row> = { readonly row: Row; readonly position: AnchoredRow };
export type Compared<Row> = {
  readonly faults: readonly RowFault[];
  readonly replaced: readonly Replaced<Row>[];
  /** So many were compared; the others wait until the window has been filled up. */
  readonly rowsTaken: number;
  readonly anchoredTaken: number;
  readonly isDone: boolean;
};

/** So far ahead is looked for the place where rows and anchors fit again; a window holds more. */
export const LOOK_AHEAD = 1024;

/**
 * Compares the rows of a stream with its anchors by what each row says, not by the number that it carries: a hash covers
 * the row and the one before it, so whether a row is the one that was anchored at a place can be told even after the
 * table was renumbered and every hash in it made anew. Behind the first fault, numbers and hashes count for nothing.
 */
export function compareRows<Row extends StoredRow>(window: TrailWindow<Row>, fits: Fits<Row>): Compared<Row> {
  const faults: RowFault[] = [];
  const replaced: Replaced<Row>[] = [];
  let rowsTaken = 0;
  let anchoredTaken = 0;
  const stop = (isDone: boolean) => ({ faults, replaced, rowsTaken, anchoredTaken, isDone });
  for (;;) {
    const position = window.anchored[anchoredTaken];
    const row = window.rows[rowsTaken];
    if (position === undefined) return stop(window.anchoredEnd);
    const isCut = window.rowsEnd && row === undefined;
    if (isCut) {
      faults.push({ kind: "cut", stream: window.stream, seq: position.seq, last: window.lastAnchored });
      return stop(true);
    }
    if (row && fits(row, position)) {
      const isBroken = window.isBroken || faults.length > 0;
      if (!isBroken && !isSame(row, position)) faults.push(changedAt(window.stream, position.seq));
      rowsTaken += 1;
      anchoredTaken += 1;
      continue;
    }
    const rest = restOf(window, rowsTaken, anchoredTaken);
    if (isShort(rest.rows, rest.rowsEnd) || isShort(rest.anchored, rest.anchoredEnd)) return stop(false);
    const skip = findWhereItFits(rest, fits);
    if (skip === null) {
      faults.push({ ...changedAt(window.stream, position.seq), last: window.lastAnchored });
      return stop(true);
    }
    const gap = { rows: rest.rows.slice(0, skip.rows), positions: rest.anchored.slice(0, skip.anchored) };
    const pairs = gap.rows.flatMap((one, index) => {
      const place = gap.positions[index];
      return place ? [{ row: one, position: place }] : [];
    });
    replaced.push(...pairs);
    const isEnd = rest.rowsEnd && skip.rows === rest.rows.length;
    faults.push(...judgeGap(window.stream, gap, isEnd));
    rowsTaken += skip.rows;
    anchoredTaken += skip.anchored;
  }
}

function restOf<Row>(window: TrailWindow<Row>, rowsTaken: number, anchoredTaken: number): Rest<Row> {
  const rows = window.rows.slice(rowsTaken, rowsTaken + LOOK_AHEAD);
  const anchored = window.anchored.slice(anchoredTaken, anchoredTaken + LOOK_AHEAD);
  return {
    rows,
    rowsEnd: window.rowsEnd && rowsTaken + rows.length === window.rows.length,
    anchored,
    anchoredEnd: window.anchoredEnd && anchoredTaken + anchored.length === window.anchored.length,
    lastAnchored: window.lastAnchored,
  };
}

function isShort(items: readonly unknown[], isEnd: boolean): boolean {
  return !isEnd && items.length < LOOK_AHEAD;
}

function isSame(row: StoredRow, position: AnchoredRow): boolean {
  return row.seq === position.seq && row.hash === position.hash && row.prevHash === position.prevHash;
}

function changedAt(stream: string, seq: bigint): RowFault {
  return { kind: "changed", stream, seq, last: seq };
}

type Gap<Row> = { readonly rows: readonly Row[]; readonly positions: readonly AnchoredRow[] };

/** What stands between two places where rows and anchors fit: so many changed, the surplus missing or inserted. */
function judgeGap<Row extends StoredRow>(stream: string, { rows, positions }: Gap<Row>, isEnd: boolean): RowFault[] {
  const pairs = Math.min(rows.length, positions.length);
  const faults = positions.slice(0, pairs).map((position) => changedAt(stream, position.seq));
  const [lost, last] = [positions[pairs], positions.at(-1)];
  if (lost && last) faults.push({ kind: isEnd ? "cut" : "missing", stream, seq: lost.seq, last: last.seq });
  const [strange, lastStrange] = [rows[pairs], rows.at(-1)];
  if (strange && lastStrange) faults.push({ kind: "inserted", stream, seq: strange.seq, last: lastStrange.seq });
  return faults;
}
