import { expect, test } from "vitest";
import { toCsv, toCsvCell } from "./to-csv";

test("rows are separated as RFC 4180 says, behind a byte order mark", () => {
  expect(toCsv(["line", "raw"], [["7", "plain"]])).toBe("\uFEFFline,raw\r\n7,plain\r\n");
});

test.each([
  ['say "yes"', '"say ""yes"""'],
  ["a,b", '"a,b"'],
  ["two\nlines", '"two\nlines"'],
])("%j is quoted", (text, cell) => {
  expect(toCsv(["raw"], [[text]])).toBe(`\uFEFFraw\r\n${cell}\r\n`);
});

test.each(["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")'])(
  "%j is no formula any more",
  (text) => {
    const cell = toCsv(["raw"], [[text]]).split("\r\n")[1] ?? "";
    expect(cell.replace(/^"/, "").startsWith(`'${text.slice(0, 1)}`)).toBe(true);
  },
);

test("a negative number is a number", () => {
  expect(toCsvCell("-1234567890123.45")).toBe("-1234567890123.45");
  expect(toCsvCell("-1-1")).toBe("'-1-1");
});
