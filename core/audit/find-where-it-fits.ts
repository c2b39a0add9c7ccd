/** One position as an anchor knows it: its hash was made of the row and of `prevHash`. */
export type AnchoredRow = { readonly seq: bigint; readonly hash: string; readonly prevHash: string };
/** A row as the table has it now. */
export type StoredRow = { readonly seq: bigint; readonly hash: string; readonly prevHash: string };
/** Whether the row, put at the anchored position, would have the anchored hash. */
export type Fits<Row> = (row: Row, anchored: AnchoredRow) => boolean;

/** What follows in the table and in the anchors. `…End`: nothing follows behind these. `lastAnchored`: see compareRows. */
export type Rest<Row> = {
  readonly rows: readonly Row[];
  readonly rowsEnd: boolean;
  readonly anchored: readonly AnchoredRow[];
  readonly anchoredEnd: boolean;
  readonly lastAnchored: bigint;
};
export type Skip = { readonly rows: number; readonly anchored: number };

/** Within this distance, every way of rows missing, inserted and changed side by side is told apart. */
const NEAR = 24;
/** Of so many rows at the fault one has to be found again farther away. */
const PROBES = 3;

/** How many rows and positions have to be passed over until the two fit again, or both end; null where they never do. */
export function findWhereItFits<Row extends StoredRow>(rest: Rest<Row>, fits: Fits<Row>): Skip | null {
  const fitAt = ({ rows, anchored }: Skip): boolean => {
    const [row, position] = [rest.rows[rows], rest.anchored[anchored]];
    return row !== undefined && position !== undefined && fits(row, position);
  };
  // Neighbours that changed places would otherwise read as one row inserted and another missing.
  if (fitAt({ rows: 1, anchored: 0 }) && fitAt({ rows: 0, anchored: 1 })) return { rows: 2, anchored: 2 };
  for (let distance = 1; distance <= NEAR; distance += 1) {
    const skip = skipsAt(distance).find(fitAt);
    if (skip) return skip;
  }
  const farthest = Math.max(rest.rows.length, rest.anchored.length);
  for (let distance = NEAR + 1; distance < farthest; distance += 1) {
    const skip = farSkipsAt(distance).find(fitAt);
    if (skip) return skip;
  }
  return findEnd(rest);
}

/** As many changed as possible: two rows changed are found before one missing and one inserted. */
function skipsAt(distance: number): Skip[] {
  const skips: Skip[] = [];
  for (let other = distance; other >= 0; other -= 1) {
    skips.push({ rows: distance, anchored: other }, { rows: other, anchored: distance });
  }
  return skips;
}

function farSkipsAt(distance: number): Skip[] {
  const probes = Array.from({ length: PROBES }, (_, probe) => probe);
  return probes.flatMap((probe) => [
    { rows: probe, anchored: distance },
    { rows: distance, anchored: probe },
  ]);
}

/** The anchors end here: rows with later numbers were written since, so nothing can be said of them. */
function findEnd<Row extends StoredRow>({ rows, anchored, ...rest }: Rest<Row>): Skip | null {
  if (!rest.anchoredEnd) return null;
  const later = rows.findIndex((row) => row.seq > rest.lastAnchored);
  if (later < 0 && !rest.rowsEnd) return null;
  return { rows: later < 0 ? rows.length : later, anchored: anchored.length };
}
