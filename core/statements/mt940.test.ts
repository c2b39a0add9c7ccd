import { describe, expect, test } from "vitest";
import { encodeGb18030 } from "./fixtures/encode-gb18030";
import { parseCashWith, saidBy, sentenceOf } from "./fixtures/parse-cash";
import { BANK_DAY, BANK_DAY_ACCOUNT, expectedLines } from "./fixtures/sample-bank";
import { writeMt940 } from "./fixtures/write-mt940";
import { createMt940Parser } from "./mt940";

const usual = writeMt940([BANK_DAY]);
const parse = (text: string | Uint8Array, chunkBytes?: number) => parseCashWith(createMt940Parser(), text, chunkBytes);

test("a day as downloaded", () => {
  const found = parse(usual);
  expect(found.outcome).toMatchObject({
    ok: true,
    value: {
      format: "mt940",
      lines: 4,
      accounts: [BANK_DAY_ACCOUNT],
    },
  });
  expect(found.lines).toMatchObject(expectedLines(BANK_DAY));
  expect(found.lines[0]).toMatchObject({
    lineNo: 5,
    happenedAt: "2026-12-31",
    valueOn: "2027-01-01",
    businessType: "NTRF",
    entryNo: "BANK0001",
    counterpartyName: "Synthetic Acquirer Payments Europe",
  });
  expect(found.lines[0]?.raw).toMatch(/^:61:2701011231C300,00NTRF.*\r?\n:86:166\?00/);
});

const golden: [string, string | Uint8Array][] = [
  ["with LF", usual.replaceAll("\r\n", "\n")],
  ["with a BOM", `\ufeff${usual}`],
  ["over pages", writeMt940([BANK_DAY], { entriesOnPage: 1 })],
  ["with short amounts", writeMt940([BANK_DAY], { hasShortAmounts: true })],
  ["with funds letters", writeMt940([BANK_DAY], { hasFundsLetter: true })],
  ["with narrow lines", writeMt940([BANK_DAY], { width: 20 })],
  ["in SWIFT's blocks", writeMt940([BANK_DAY], { isInBlocks: true })],
  ["with blank lines around", `\r\n${usual}\r\n\r\n`],
  ["without the last line end", usual.trimEnd()],
  ["without the closing dash", usual.replace(/-\r\n$/, "")],
  ["with CR alone", usual.replaceAll("\r\n", "\r")],
  [
    "with lines of an envelope before each message",
    writeMt940([BANK_DAY], { entriesOnPage: 1 }).replaceAll(/^:20:/gm, "ABNANL2A\r\n940\r\nABNANL2A\r\n:20:"),
  ],
  ["with blanks behind the dash", usual.replaceAll("-\r\n", "-  \r\n")],
  ["with a note of the bank's", usual.replace(":64:", ":86:Statement of\r\nthe bank\r\n:64:")],
];

test.each(golden)("%s the day says the same", (_, text) => {
  const found = parse(text);
  expect(saidBy(found)).toEqual(saidBy(parse(usual)));
  expect(parse(text, 1)).toEqual(found);
});

test("without entry dates the value date is the booking day", () => {
  const days = parse(writeMt940([BANK_DAY], { hasEntryDates: false })).lines.map((line) => line.happenedAt);
  expect(days).toEqual(["2027-01-01", "2026-12-31", "2027-01-01", "2027-01-01"]);
});

test("a Chinese bank's text is read in GB18030", () => {
  const text = usual.replace("?32Sample Merchant", "?32测试商户");
  expect(parse(encodeGb18030(text)).lines[1]).toMatchObject({ counterpartyName: "测试商户" });
});

test("a European bank's text is read in Latin letters", () => {
  const bytes = Buffer.from(usual.replace("?32Sample Merchant", "?32Müller"), "latin1");
  expect(parse(bytes).lines[1]).toMatchObject({ counterpartyName: "Müller" });
});

test("a text over two :86: is one", () => {
  const text = usual.replace("SVWZ+Payout 7", "SVWZ+Pay\r\n:86:out 7");
  expect(parse(text).lines.map((line) => line.remark)).toEqual(parse(usual).lines.map((line) => line.remark));
});

test("a page on which nothing moved is no twin of the one before", () => {
  const [first] = BANK_DAY.entries;
  const there = { ...(first as (typeof BANK_DAY.entries)[0]), amountMinor: 5n };
  const back = { ...there, direction: "OUT" as const };
  const pages = writeMt940([{ ...BANK_DAY, entries: [there, back, there, back] }], { entriesOnPage: 2 });
  expect(parse(pages).outcome).toMatchObject({ ok: true, value: { lines: 4 } });
  const asWholes = pages.replaceAll(":62M:", ":62F:").replaceAll(":60M:", ":60F:");
  expect(parse(asWholes).outcome).toMatchObject({ ok: true, value: { lines: 4 } });
  const [first2 = "", second = ""] = pages.split(/(?<=-\r\n)/);
  expect(sentenceOf(parse(first2 + first2 + second))).toContain("stands in the file twice");
});

test("keys without subfields in :86:", () => {
  const text = usual.replace(/:86:[^:]*(?=:61:)/, ":86:EREF+E-1KREF+K-1SVWZ+some text\r\n");
  expect(parse(text).lines[0]).toMatchObject({ ourReference: "E-1" });
});

test("words between slashes in :86:", () => {
  const text = usual.replace(
    /:86:[^:]*(?=:61:)/,
    ":86:/EREF/E-2//IBAN/NL00BANK0123456789//NAME/A. Sam\r\nple/REMI/Order 9\r\n",
  );
  expect(parse(text).lines[0]).toMatchObject({
    ourReference: "E-2",
    counterpartyName: "A. Sample",
    counterpartyAccountNo: "NL00BANK0123456789",
    remark: "Order 9",
  });
});

describe("is refused", () => {
  test.each([
    ["a closing balance that lies", usual.replace("EUR876,60", "EUR876,61"), "876.61"],
    ["an opening balance that lies", usual.replace("EUR1000,00", "EUR1000,01"), "876.61"],
    ["a page that begins elsewhere", writeMt940([BANK_DAY], { entriesOnPage: 2 }).replace(/:60M:C/, ":60M:D"), "60M"],
  ])("%s", (_, text, number) => {
    const found = parse(text);
    expect(found.outcome).toMatchObject({ refusal: { code: "statement_totals_disagree" } });
    expect(sentenceOf(found)).toContain(number);
  });

  test.each([
    ["a point in an amount", "C300,00N", "C300.00N", "decimal comma"],
    ["an amount without a comma", "C300,00N", "C300N", "decimal comma"],
    ["a minus in an amount", "C300,00N", "C-300,00N", "decimal comma"],
    ["full-width digits", "C300,00N", "C３００,00N", "decimal comma"],
    ["an exponent", "C300,00N", "C3E2,00N", "decimal comma"],
    ["three decimals of a cent", "C300,00N", "C300,001N", "more than 2 decimals"],
    ["a mark of its own", "1231C300", "1231X300", "mark"],
    ["a day that is none", ":61:270101", ":61:270231", "not a day"],
    ["an entry day that is none", ":61:2701011231", ":61:2701011331", "month and day"],
    ["no type", "NTRFNON", "ntrfnon", "transaction type"],
  ])("%s", (_, from, to, reason) => {
    expect(parse(usual.replace(from, to)).outcome).toMatchObject({
      refusal: {
        code: "statement_lines_unreadable",
        problems: [{ column: ":61:", lineNo: 5, reason: expect.stringContaining(reason) }],
      },
    });
  });

  test("a currency that is none", () => {
    expect(sentenceOf(parse(usual.replaceAll("EUR", "EUX")))).toContain('"EUX" is not a currency');
  });

  test("the same statement twice", () => {
    expect(sentenceOf(parse(usual + usual))).toContain("stands in the file twice");
  });

  test.each([
    ["without its closing balance", usual.slice(0, usual.indexOf(":62F:")), "closing balance"],
    ["with only its first page", writeMt940([BANK_DAY], { entriesOnPage: 2 }).split("-\r\n")[0] ?? "", "next page"],
  ])("a file %s", (_, text, missing) => {
    const found = parse(text);
    expect(found.outcome).toMatchObject({ refusal: { code: "statement_truncated" } });
    expect(sentenceOf(found)).toContain(missing);
  });

  test("a page whose first pages are missing", () => {
    const pages = writeMt940([BANK_DAY], { entriesOnPage: 2 }).split("-\r\n");
    expect(sentenceOf(parse(pages[1] ?? ""))).toContain("the first pages are missing");
  });

  test("a hundred wrong entries, each with its line", () => {
    const entries = Array.from({ length: 150 }, () => ({ ...BANK_DAY.entries[0], bookedOn: "2026-12-31" }));
    const text = writeMt940([{ ...BANK_DAY, entries: entries as typeof BANK_DAY.entries }]);
    const found = parse(text.replaceAll("C300,00N", "C300.00N"));
    expect(found.outcome.ok ? [] : (found.outcome.refusal as { problems?: [] }).problems).toHaveLength(100);
  });
});
