import { describe, expect, it } from "vitest";
import {
  DIGEST_CHARS,
  findColumns,
  findEdited,
  LOCKED_COLUMNS,
  plainCell,
  readFilled,
  readSeal,
  type SheetWords,
  toSeal,
} from "./queue-sheet";

const WORDS: SheetWords = {
  columns: new Map([
    ["item", "itemNo"],
    ["seal", "seal"],
    ["note", "note"],
  ]),
  resolutions: new Map([
    ["refund to the payer", "REFUND_TO_PAYER"],
    ["offset", "OFFSET"],
  ]),
  reasons: new Map([["other", "OTHER"]]),
};
const nameOf = (column: string) => `${column}!`;

function fill(resolution: string, reasonCode: string, note: string) {
  const filled = readFilled({ resolution, reasonCode, note }, WORDS, nameOf);
  return filled.ok ? filled.value : filled.refusal.code;
}

describe("what was filled in", () => {
  it.each([
    ["", "", "", null],
    [" Refund to the PAYER ", "", "why", { resolution: "REFUND_TO_PAYER", reason: "why" }],
    ["Refund to the payer", "Other", "why", { resolution: "REFUND_TO_PAYER", reason: "OTHER: why" }],
    ["", "Other", "", "sheet_resolution_missing"],
    ["Give it away", "nonsense", "", "sheet_resolution_unknown"],
    ["Offset", "", "why", "sheet_resolution_unknown"],
    ["Refund to the payer", "nonsense", "", "sheet_reason_unknown"],
    ["Refund to the payer", "", " ", "sheet_note_missing"],
    ["Refund to the payer", "", "x".repeat(3_901), "sheet_note_too_long"],
  ])("%j %j %j", (resolution, reasonCode, note, expected) => {
    expect(fill(resolution, reasonCode, note)).toEqual(expected);
  });
});

describe("a row is known again", () => {
  it("by its seal, and by nothing that only looks like one", () => {
    const identity = { exportNo: "BK20261121000001", itemNo: "SU1", version: 3, digests: "ab12" };
    const seal = toSeal(identity, "abcdefghijklmnopqrstuv");
    expect(readSeal("SU1", ` ${seal} `)).toEqual({ identity, signature: "abcdefghijklmnopqrstuv" });
    for (const other of ["", "BK1.3.ab.x", seal.replace(".3.", ".x."), `${seal}.more`]) {
      expect(readSeal("SU1", other)).toBeNull();
    }
  });

  it("and the cells that were changed are named", () => {
    const part = (text: string) => text.padEnd(DIGEST_CHARS, "0");
    const before = LOCKED_COLUMNS.map((_, index) => part(`${index}`)).join("");
    expect(findEdited(before, before)).toEqual([]);
    const after = LOCKED_COLUMNS.map((_, index) => part(index === 4 || index === 13 ? "x" : `${index}`)).join("");
    expect(findEdited(before, after)).toEqual(["amount", "status"]);
  });

  it.each([
    [" '=x ", "=x"],
    ["1,234,567.89", "1234567.89"],
    ["-1,234.00", "-1234.00"],
    ["12,34", "12,34"],
    ["A,123", "A,123"],
  ])("whatever a program does to text on its way: %j", (text, plain) => {
    expect(plainCell(text)).toBe(plain);
  });

  it("the row of labels is the one with the item and the seal", () => {
    expect(
      findColumns(
        new Map([
          [0, "Item"],
          [3, " SEAL "],
          [5, "Note"],
          [6, "?"],
        ]),
        WORDS,
      ),
    ).toEqual(
      new Map([
        ["itemNo", 0],
        ["seal", 3],
        ["note", 5],
      ]),
    );
    expect(findColumns(new Map([[0, "Item"]]), WORDS)).toBeNull();
  });
});
