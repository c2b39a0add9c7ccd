import { describe, expect, test } from "vitest";
import { encodeGb18030 } from "./fixtures/encode-gb18030";
import { guessBankEncoding, guessGbkNames } from "./guess-encoding";
import { LineSplitter } from "./split-lines";

const utf8 = (text: string) => new TextEncoder().encode(text);

function split(...chunks: Uint8Array[]) {
  const splitter = new LineSplitter();
  const lines = [...chunks.flatMap((chunk) => splitter.feed(chunk)), ...splitter.end()];
  return { texts: lines.map((line) => line.text), lines, splitter };
}

describe("encoding", () => {
  test.each([
    ["ASCII only", utf8("a\nb"), "utf-8", ["a", "b"]],
    ["UTF-8", utf8("a\n金\n"), "utf-8", ["a", "金"]],
    ["UTF-8 with BOM", utf8("\ufeff金\n"), "utf-8", ["金"]],
    ["GBK", encodeGb18030("a\n金额\nb"), "gb18030", ["a", "金额", "b"]],
    ["GB18030 with four bytes", Uint8Array.of(0x30, 10, 0x95, 0x32, 0x82, 0x36, 10), "gb18030", ["0", "𠀀"]],
  ])("%s", (_, bytes, encoding, texts) => {
    const found = split(bytes);
    expect(found.texts).toEqual(texts);
    expect(found.splitter.encoding).toBe(encoding);
    expect(split(...[...bytes].map((byte) => Uint8Array.of(byte))).texts).toEqual(texts);
  });

  // 模 is C4 A3 in GBK, which in UTF-8 is the letter ģ.
  const chance = new Uint8Array([...encodeGb18030("模\n金额\n")]);
  const umlaut = Uint8Array.of(0x4d, 0xfc, 0x6c, 0x6c, 10);

  test.each([
    ["GBK by its format, though its first line is UTF-8 by chance", guessGbkNames, chance, ["模", "金额"]],
    ["UTF-8 where GBK is expected", guessGbkNames, utf8("的卡\n"), ["的卡"]],
    ["a Chinese bank's GBK", guessBankEncoding, encodeGb18030("金额a\n"), ["金额a"]],
    ["a European bank's Latin letters", guessBankEncoding, umlaut, ["Müll"]],
    ["a bank's UTF-8", guessBankEncoding, utf8("Müll\n"), ["Müll"]],
  ])("%s", (_, guess, bytes, texts) => {
    const splitter = new LineSplitter(guess);
    expect(splitter.feed(bytes).map((line) => line.text)).toEqual(texts);
  });

  test.each([
    ["a BOM and then GBK", new Uint8Array([0xef, 0xbb, 0xbf, ...encodeGb18030("金\n")]), 1],
    ["UTF-8 and then GBK", new Uint8Array([...utf8("a\n金\n"), ...encodeGb18030("额\n")]), 3],
    ["GBK and then a stray byte", new Uint8Array([...encodeGb18030("金\n"), 0xff, 10]), 2],
    ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x61, 0, 10, 0), 1],
  ])("%s is refused at its line", (_, bytes, lineNo) => {
    expect(split(bytes).splitter.failure).toMatchObject({ code: "statement_encoding_invalid", lineNo });
  });
});

test("blank lines are counted, not handed out", () => {
  const { lines } = split(utf8("\r\n\na\r\r\n\nb"));
  expect(lines.map(({ lineNo, byteOffset, text, isTerminated }) => [lineNo, byteOffset, text, isTerminated])).toEqual([
    [3, 3, "a", true],
    [5, 8, "b", false],
  ]);
});

test.each([
  ["LF", "a\nb\nc", ["a", "b", "c"], [0, 2, 4]],
  ["CRLF", "a\r\nb\r\nc\r\n", ["a", "b", "c"], [0, 3, 6]],
  ["CR alone", "a\rb\rc\r", ["a", "b", "c"], [0, 2, 4]],
  ["CR alone, and LF further down", "a\rb\nc\r\nd", ["a", "b", "c", "d"], [0, 2, 4, 7]],
  ["LF, and a CR inside a line", "a\nb\rc\n", ["a", "b\rc"], [0, 2]],
  ["DOS's end-of-file mark", "a\r\nb\r\n\u001a", ["a", "b"], [0, 3]],
])("line ends: %s", (_, text, texts, offsets) => {
  for (const found of [split(utf8(text)), split(...[...utf8(text)].map((byte) => Uint8Array.of(byte)))]) {
    expect(found.texts).toEqual(texts);
    expect(found.lines.map((line) => line.byteOffset)).toEqual(offsets);
    expect(found.lines.map((line) => line.lineNo)).toEqual(texts.map((_text, at) => at + 1));
  }
});

test("a line beyond the limit fails without being kept", () => {
  const splitter = new LineSplitter();
  for (let fed = 0; fed < 100; fed += 1) splitter.feed(utf8("x".repeat(1000)));
  expect(splitter.failure).toMatchObject({ code: "statement_line_too_long", lineNo: 1, byteOffset: 0 });
  expect(split(utf8(`${"x".repeat(70_000)}\n`)).splitter.failure).toMatchObject({ code: "statement_line_too_long" });
});

test("the caller may reuse its buffer", () => {
  const buffer = utf8("a,b");
  const splitter = new LineSplitter();
  splitter.feed(buffer);
  buffer.fill(120);
  expect(splitter.end().map((line) => line.text)).toEqual(["a,b"]);
});
