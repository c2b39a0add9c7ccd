import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareRows, type Replaced } from "./compare-rows";
import type { AnchoredRow, StoredRow } from "./find-where-it-fits";
import { nameFaults } from "./name-faults";
import type { RowFault } from "./trail-fault";

type Row = StoredRow & { readonly text: string };

/** A hash that can be read: what stands where, after what. */
const hashOf = (prevHash: string, seq: bigint, text: string): string => `${prevHash.slice(-8)}>${seq}${text}`;
const fits = (row: Row, position: AnchoredRow): boolean =>
  hashOf(position.prevHash, position.seq, row.text) === position.hash;

/** The rows as somebody leaves them who numbers them and makes all hashes anew, as the database would have. */
function rechain(texts: readonly string[]): Row[] {
  let prevHash = "";
  return texts.map((text, index) => {
    const seq = BigInt(index + 1);
    const row = { seq, text, prevHash, hash: hashOf(prevHash, seq, text) };
    prevHash = row.hash;
    return row;
  });
}

/** Compares in pieces of `piece` rows, as the server does. */
function prove(rows: readonly Row[], anchored: readonly AnchoredRow[], piece = 4_000): RowFault[] {
  const faults: RowFault[] = [];
  const replaced: Replaced<Row>[] = [];
  let [r, a, size] = [0, 0, piece];
  for (;;) {
    const compared = compareRows(
      {
        stream: "order",
        rows: rows.slice(r, r + size),
        rowsEnd: r + size >= rows.length,
        anchored: anchored.slice(a, a + size),
        anchoredEnd: a + size >= anchored.length,
        lastAnchored: anchored.at(-1)?.seq ?? 0n,
        isBroken: faults.length > 0,
      },
      fits,
    );
    faults.push(...compared.faults);
    replaced.push(...compared.replaced);
    if (compared.isDone) return nameFaults(faults, replaced, fits);
    r += compared.rowsTaken;
    a += compared.anchoredTaken;
    size += compared.anchoredTaken === 0 ? piece : 0;
  }
}

const TEXTS = Array.from({ length: 40 }, (_, index) => `t${index + 1}`);
const ANCHORED: readonly AnchoredRow[] = rechain(TEXTS);
const only = (kind: RowFault["kind"], seq: number, last = seq) => [
  { kind, stream: "order", seq: BigInt(seq), last: BigInt(last) },
];
const without = (from: number, count: number) => TEXTS.toSpliced(from - 1, count);

describe("a trail that was made to look whole again", () => {
  test.each<[what: string, texts: string[], faults: object[]]>([
    ["nothing", TEXTS, []],
    ["rows since the last anchor", [...TEXTS, "new", "newer"], []],
    ["a changed row", TEXTS.with(6, "x"), only("changed", 7)],
    ["the last row changed", TEXTS.with(39, "x"), only("changed", 40)],
    ["the last anchored row changed, others since", [...TEXTS.with(39, "x"), "new"], only("changed", 40)],
    ["three rows in a run", TEXTS.with(6, "x").with(7, "y").with(8, "z"), only("changed", 7, 9)],
    ["the first row missing", without(1, 1), only("missing", 1)],
    ["rows missing", without(7, 5), only("missing", 7, 11)],
    ["more rows missing than the near look reaches", without(3, 35), only("missing", 3, 37)],
    ["a row inserted", TEXTS.toSpliced(6, 0, "x"), only("inserted", 7)],
    ["a row inserted before the last", TEXTS.toSpliced(39, 0, "x"), only("inserted", 40)],
    ["many inserted", TEXTS.toSpliced(6, 0, ...Array(90).fill("x")), only("inserted", 7, 96)],
    ["neighbours exchanged", TEXTS.with(6, "t8").with(7, "t7"), only("exchanged", 7, 8)],
    ["the first and the last exchanged", TEXTS.with(0, "t40").with(39, "t1"), only("exchanged", 1, 40)],
    ["the tail cut off", without(31, 10), only("cut", 31, 40)],
    ["everything cut off", [], only("cut", 1, 40)],
    [
      "one changed, one missing, one inserted",
      TEXTS.with(34, "x").toSpliced(19, 1).toSpliced(4, 0, "y"),
      [...only("inserted", 5), ...only("missing", 20), ...only("changed", 35)],
    ],
    ["rewritten from a row on", [...TEXTS.slice(0, 9), ...Array(31).fill("x")], only("changed", 10, 40)],
    ["cut off and written on", [...TEXTS.slice(0, 36), "a", "b"], [...only("changed", 37, 38), ...only("cut", 39, 40)]],
  ])("%s", (_, texts, faults) => {
    expect(prove(rechain(texts), ANCHORED)).toEqual(faults);
  });
});

describe("a trail whose hashes were left as they were", () => {
  const rows = rechain(TEXTS);
  test.each<[what: string, rows: Row[], faults: object[]]>([
    ["a text", rows.map((row) => (row.seq === 7n ? { ...row, text: "x" } : row)), only("changed", 7)],
    ["a hash alone", rows.map((row) => (row.seq === 7n ? { ...row, hash: "x" } : row)), only("changed", 7)],
    ["the hash before", rows.map((row) => (row.seq === 7n ? { ...row, prevHash: "x" } : row)), only("changed", 7)],
    ["a row", rows.filter((row) => row.seq !== 7n), only("missing", 7)],
    [
      "the last anchored row, others since",
      rechain([...TEXTS, "new"]).filter((row) => row.seq !== 40n),
      only("missing", 40),
    ],
  ])("%s", (_, tampered, faults) => {
    expect(prove(tampered, ANCHORED)).toEqual(faults);
  });
});

test("piece by piece finds what all at once finds", () => {
  const long = rechain(Array.from({ length: 3_000 }, (_, index) => `t${index + 1}`));
  const change = fc.record({ at: fc.nat(2_900), kind: fc.constantFrom("edit", "drop", "add") });
  fc.assert(
    fc.property(fc.uniqueArray(change, { minLength: 1, maxLength: 4, selector: ({ at }) => at >> 6 }), (changes) => {
      const texts = long.map((row) => row.text);
      for (const { at, kind } of changes.toSorted((left, right) => right.at - left.at)) {
        texts.splice(at, kind === "add" ? 0 : 1, ...(kind === "drop" ? [] : [`x${at}`]));
      }
      const whole = prove(rechain(texts), long, 10_000);
      expect(whole).toHaveLength(changes.length);
      expect(prove(rechain(texts), long, 1_500)).toEqual(whole);
    }),
    { numRuns: 40 },
  );
});
