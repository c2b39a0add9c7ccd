import { expect, test } from "vitest";
import { PAGE_ROWS } from "./keyset-pages";
import { LoadedRows, PAGES_KEPT } from "./loaded-rows";

type Row = { readonly id: string; readonly note: string };

const listOf = () => new LoadedRows<Row>((row) => row.id);
const pageOf = (page: number, count = PAGE_ROWS): Row[] =>
  Array.from({ length: count }, (_, nth) => ({ id: `${page}-${nth}`, note: "" }));

test("a list is one row longer than what was reached, until its end was seen", () => {
  const rows = listOf();
  expect([rows.length, rows.knownTotal]).toEqual([1, null]);
  rows.put(0, pageOf(0), undefined);
  expect(rows.length).toBe(PAGE_ROWS + 1);
  rows.put(1, pageOf(1, 3), PAGE_ROWS + 3);
  expect([rows.length, rows.knownTotal]).toEqual([PAGE_ROWS + 3, PAGE_ROWS + 3]);
});

test("a row is found by its place and by its id, and nothing is found outside", () => {
  const rows = listOf();
  rows.put(0, pageOf(0), undefined);
  rows.put(1, pageOf(1), undefined);
  expect(rows.rowAt(PAGE_ROWS + 7)?.id).toBe("1-7");
  expect(rows.indexOf("1-7")).toBe(PAGE_ROWS + 7);
  expect([rows.rowAt(-1), rows.rowAt(2 * PAGE_ROWS), rows.indexOf("2-0")]).toEqual([null, null, null]);
});

test("missing are the pages that the rows in sight lie on and that are not there, none past the end", () => {
  const rows = listOf();
  expect(rows.missing(-5, 40)).toEqual([0]);
  rows.put(0, pageOf(0), undefined);
  expect(rows.missing(0, 40)).toEqual([]);
  expect(rows.missing(PAGE_ROWS - 5, PAGE_ROWS + 5)).toEqual([1]);
  rows.put(0, pageOf(0), PAGE_ROWS);
  expect(rows.missing(PAGE_ROWS - 5, PAGE_ROWS + 5)).toEqual([]);
});

test("news about a row take its place; of a row that is not loaded nothing is kept", () => {
  const rows = listOf();
  rows.put(0, pageOf(0), undefined);
  expect(rows.replace({ id: "0-4", note: "new" })).toBe(true);
  expect(rows.rowAt(4)).toEqual({ id: "0-4", note: "new" });
  expect(rows.replace({ id: "9-9", note: "new" })).toBe(false);
});

test("the pages that were put longest ago are let go, with their ids", () => {
  const rows = listOf();
  for (let page = 0; page <= PAGES_KEPT; page += 1) rows.put(page, pageOf(page), undefined);
  expect([rows.has(0), rows.has(1), rows.indexOf("0-0")]).toEqual([false, true, null]);
  expect(rows.missing(0, 10)).toEqual([0]);
  expect(rows.length).toBe((PAGES_KEPT + 1) * PAGE_ROWS + 1);
});
