import type { Replaced } from "./compare-rows";
import type { Fits } from "./find-where-it-fits";
import type { RowFault } from "./trail-fault";

/** The faults of one stream as people name them: two rows in each other's place are one fault, and so is a run. */
export function nameFaults<Row>(
  faults: readonly RowFault[],
  replaced: readonly Replaced<Row>[],
  fits: Fits<Row>,
): RowFault[] {
  return joinRuns(joinExchanges(faults, replaced, fits));
}

function joinExchanges<Row>(
  faults: readonly RowFault[],
  replaced: readonly Replaced<Row>[],
  fits: Fits<Row>,
): RowFault[] {
  const partners = new Map<bigint, bigint>();
  replaced.forEach((left, index) => {
    const right = replaced
      .slice(index + 1)
      .find((other) => fits(left.row, other.position) && fits(other.row, left.position));
    if (right) partners.set(left.position.seq, right.position.seq);
  });
  const seconds = new Set(partners.values());
  return faults.flatMap((fault): RowFault[] => {
    if (fault.kind !== "changed" || fault.seq !== fault.last) return [fault];
    if (seconds.has(fault.seq)) return [];
    const last = partners.get(fault.seq);
    return last === undefined ? [fault] : [{ ...fault, kind: "exchanged", last }];
  });
}

function joinRuns(faults: readonly RowFault[]): RowFault[] {
  const joined: RowFault[] = [];
  for (const fault of faults) {
    const before = joined.at(-1);
    const isRun = before?.kind === fault.kind && fault.kind !== "exchanged" && before.last + 1n === fault.seq;
    if (isRun) joined[joined.length - 1] = { ...before, last: fault.last };
    else joined.push(fault);
  }
  return joined;
}
