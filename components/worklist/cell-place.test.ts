import { expect, test } from "vitest";
import { placeAfter } from "./cell-place";

const BOUNDS = { keys: ["no", "kind", "amount"], rows: 40, page: 10 };
const from = { row: 5, key: "kind" };

test.each([
  ["ArrowDown", 6, "kind"],
  ["ArrowUp", 4, "kind"],
  ["ArrowRight", 5, "amount"],
  ["ArrowLeft", 5, "no"],
  ["Home", 5, "no"],
  ["End", 5, "amount"],
  ["PageDown", 15, "kind"],
  ["PageUp", 0, "kind"],
])("%s leads from row 5 to row %i, %s", (pressed, row, key) => {
  expect(placeAfter(from, pressed, BOUNDS)).toEqual({ row, key });
});

test("an edge is an edge, and other keys lead nowhere", () => {
  expect(placeAfter({ row: 39, key: "amount" }, "ArrowDown", BOUNDS)).toEqual({ row: 39, key: "amount" });
  expect(placeAfter({ row: 0, key: "no" }, "ArrowLeft", BOUNDS)).toEqual({ row: 0, key: "no" });
  for (const pressed of ["j", "Tab", "toString", "Enter"]) expect(placeAfter(from, pressed, BOUNDS)).toBeNull();
});
