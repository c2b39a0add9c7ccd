import { expect, it } from "vitest";
import { BULK_RESOLUTIONS, type SnapshotRow, snapshotContent } from "./bulk";

const ROW: SnapshotRow = {
  rowNo: 1,
  itemNo: "SU1",
  itemVersion: 3,
  state: "READY",
  payloadHash: "aa",
  reason: "why",
  code: null,
};
const OTHER: SnapshotRow = { ...ROW, rowNo: 2, itemNo: "SU2" };
const token = (...rows: SnapshotRow[]) => JSON.stringify(snapshotContent("BK1", rows));

it("what a token covers does not depend on the order in which rows are read", () => {
  expect(token(OTHER, ROW)).toBe(token(ROW, OTHER));
});

it.each([
  { rowNo: 3 },
  { itemNo: "SU9" },
  { itemVersion: 4 },
  { state: "BLOCKED" },
  { payloadHash: "bb" },
  { reason: "another" },
  { code: "suspense_item_changed" },
] satisfies Partial<SnapshotRow>[])("another %o is another token", (change) => {
  expect(token({ ...ROW, ...change }, OTHER)).not.toBe(token(ROW, OTHER));
  expect(JSON.stringify(snapshotContent("BK2", [ROW]))).not.toBe(token(ROW));
  expect(token(ROW)).not.toBe(token(ROW, OTHER));
});

it("whatever names a counterpart is proposed one by one", () => {
  expect(BULK_RESOLUTIONS).not.toContain("OFFSET");
  expect(BULK_RESOLUTIONS).not.toContain("MATCH_BY_HAND");
  expect(BULK_RESOLUTIONS).toHaveLength(8);
});
