/**
 * What is wrong with the rows of one stream, by their numbers. `last` is the last row of a run, and `seq` itself for a
 * single one. `changed` to the end of the anchored rows may hide more than it names: nothing behind it fits any more.
 */
export type RowFault =
  | { readonly kind: "changed"; readonly stream: string; readonly seq: bigint; readonly last: bigint }
  /** Numbers that an anchor knows and the table does not have; later rows are there. */
  | { readonly kind: "missing"; readonly stream: string; readonly seq: bigint; readonly last: bigint }
  /** Rows between anchored ones that no anchor knows. The numbers are those that they stand under now. */
  | { readonly kind: "inserted"; readonly stream: string; readonly seq: bigint; readonly last: bigint }
  /** The rows `seq` and `last` stand in each other's place. */
  | { readonly kind: "exchanged"; readonly stream: string; readonly seq: bigint; readonly last: bigint }
  | { readonly kind: "cut"; readonly stream: string; readonly seq: bigint; readonly last: bigint };

/** What is wrong with the anchors themselves; `no` is an anchor's number. */
export type AnchorFault =
  /** The database has written anchors up to `no`, and their file is not there. */
  | { readonly kind: "anchors_missing"; readonly no: bigint }
  | { readonly kind: "anchors_unreadable"; readonly reason: string }
  /** The file ends behind anchor `last`, although `no` was written. */
  | { readonly kind: "anchors_cut"; readonly no: bigint; readonly last: bigint }
  | { readonly kind: "anchors_changed"; readonly no: bigint }
  /** The file goes on to anchor `last`, of which the database has forgotten those behind `no`. */
  | { readonly kind: "anchors_forgotten"; readonly no: bigint; readonly last: bigint }
  /** The folder has the anchors of a trail that this very database held under another name. */
  | { readonly kind: "anchors_replaced"; readonly trail: string };

export type TrailFault = RowFault | AnchorFault;

/** What a proof of the whole trail has found. `newestAnchorAt` is ISO 8601; `waiting` rows no anchor covers yet. */
export type TrailProof = {
  readonly rows: bigint;
  readonly streams: number;
  readonly anchors: bigint;
  readonly newestAnchorAt: string | null;
  readonly waiting: bigint;
  readonly faults: readonly TrailFault[];
};

/** A fault as a plain English sentence; pages have their own in every language. */
export function describeTrailFault(fault: TrailFault): string {
  switch (fault.kind) {
    case "changed":
      return `${rowsOf(fault)} changed`;
    case "missing":
      return `${rowsOf(fault)} missing`;
    case "inserted":
      return `${rowsOf(fault)} inserted`;
    case "exchanged":
      return `${fault.stream} rows ${fault.seq} and ${fault.last} exchanged`;
    case "cut":
      return `${rowsOf(fault)} cut off the end`;
    case "anchors_missing":
      return `the file of the anchors is missing, although ${fault.no} were written`;
    case "anchors_unreadable":
      return `the file of the anchors cannot be read: ${fault.reason}`;
    case "anchors_cut":
      return `the file of the anchors ends with ${fault.last}, although ${fault.no} were written`;
    case "anchors_changed":
      return `anchor ${fault.no} was changed in its file`;
    case "anchors_forgotten":
      return `the database knows anchors up to ${fault.no}, and the file goes on to ${fault.last}: the database is an older one`;
    case "anchors_replaced":
      return `this database held another trail, ${fault.trail}, whose anchors are still there`;
  }
}

function rowsOf({ stream, seq, last }: RowFault): string {
  return seq === last ? `${stream} row ${seq}` : `${stream} rows ${seq} to ${last}`;
}
