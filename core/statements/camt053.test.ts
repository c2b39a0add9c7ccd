import { describe, expect, test } from "vitest";
import { createCamt053Parser } from "./camt053";
import { encodeGb18030 } from "./fixtures/encode-gb18030";
import { parseCashWith, saidBy, sentenceOf } from "./fixtures/parse-cash";
import { BANK_DAY, BANK_DAY_ACCOUNT, expectedLines } from "./fixtures/sample-bank";
import { writeCamt053 } from "./fixtures/write-camt053";
import type { BankFixtureEntry, BankFixtureStatement } from "./fixtures/write-mt940";

const usual = writeCamt053([BANK_DAY]);
const parse = (text: string | Uint8Array, chunkBytes?: number) =>
  parseCashWith(createCamt053Parser(), text, chunkBytes);
const problemsOf = (text: string) => {
  const { outcome } = parse(text);
  return outcome.ok ? [] : ((outcome.refusal as { problems?: { column: string; reason: string }[] }).problems ?? []);
};

test("a day as downloaded", () => {
  const found = parse(usual);
  expect(found.outcome).toMatchObject({
    ok: true,
    value: {
      format: "camt053",
      layout: "camt.053.001.08",
      lines: 4,
      accounts: [BANK_DAY_ACCOUNT],
    },
  });
  expect(found.lines).toMatchObject(expectedLines(BANK_DAY));
  expect(found.lines[0]).toMatchObject({ businessType: "PMNT/RCDT/ESCT" });
});

test("an entry's place and text are those of its element", () => {
  const bytes = new TextEncoder().encode(usual.replace("MSG-1", "消息\n1"));
  for (const line of parse(bytes, 3).lines) {
    expect(line.raw.startsWith("<Ntry>") && line.raw.endsWith("</Ntry>")).toBe(true);
    expect(new TextDecoder().decode(bytes.subarray(line.byteOffset)).startsWith(line.raw)).toBe(true);
    expect(line.lineNo).toBe(3);
  }
});

const golden: [string, string | Uint8Array][] = [
  ["of version 02", writeCamt053([BANK_DAY], { version: "02" })],
  ["of a later version", writeCamt053([BANK_DAY], { version: "13" })],
  ["with a prefix", writeCamt053([BANK_DAY], { prefix: "n0" })],
  ["indented", writeCamt053([BANK_DAY], { isIndented: true })],
  ["with its summary", writeCamt053([BANK_DAY], { hasSummary: true })],
  ["with CDATA", writeCamt053([BANK_DAY], { hasCdata: true })],
  ["with a BOM", `\ufeff${usual}`],
  ["with a comment", usual.replace("<Ntry>", "<!-- <Ntry> > & --><Ntry>")],
  ["with CR LF", writeCamt053([BANK_DAY], { isIndented: true }).replaceAll("\n", "\r\n")],
  [
    "in an envelope",
    usual.replace("<Document", "<Envelope><Header/><Document").replace("</Document>", "</Document></Envelope>"),
  ],
  ["with numbered characters", usual.replace("Payout 7", "Payout&#32;&#x37;")],
  ["in GB18030", encodeGb18030(usual.replace("UTF-8", "GB18030"))],
  ["declared as Latin-1", usual.replace("UTF-8", "ISO-8859-1")],
  [
    "with an entry that waits and has no day yet",
    usual.replace(
      "</Stmt>",
      `${usual
        .match(/<Ntry>.*?<\/Ntry>/)?.[0]
        .replace("BOOK", "PDNG")
        .replace(/<BookgDt>.*<.ValDt>/, "")}</Stmt>`,
    ),
  ],
];

test.each(golden)("%s the day says the same", (_, text) => {
  const found = parse(text);
  expect(saidBy(found)).toEqual(saidBy(parse(usual)));
  expect(parse(text, 1)).toEqual(found);
});

test.each([
  ["ISO-8859-1", [0x4d, 0xfc, 0x6c, 0x6c, 0x20, 0x80], "Müll €"],
  ["windows-1252", [0x4d, 0xfc, 0x6c, 0x6c, 0x20, 0x80], "Müll €"],
  ["ISO-8859-15", [0x4d, 0xfc, 0x6c, 0x6c, 0x20, 0xa4], "Müll €"],
  ["GB18030", [0x81, 0x39, 0xee, 0x39, 0x95, 0x32, 0x82, 0x36, 0xd6, 0xd0], "㐀𠀀中"],
])("a name in %s is exact, and so are the places behind it", (encoding, bytes, name) => {
  const [before = "", after = ""] = usual.replace("UTF-8", encoding).split("Sample Merchant");
  const file = Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
  const { lines } = parse(file, 7);
  expect(lines[1]?.counterpartyName).toBe(name);
  expect(file.subarray(lines[2]?.byteOffset).toString("latin1").startsWith("<Ntry>")).toBe(true);
});

const credits = BANK_DAY.entries.filter((entry) => entry.direction === "IN" && !entry.isReversal);
const pair: BankFixtureStatement = {
  ...BANK_DAY,
  entries: [
    ...credits,
    { ...(credits[0] as BankFixtureEntry), amountMinor: 1_001n, endToEndId: "SECOND", bankReference: "B2" },
  ],
};

describe("an entry with several details", () => {
  test.each(["02", "08"])("has a line for each, in version %s", (version) => {
    const found = parse(writeCamt053([pair], { isBatched: true, version }));
    expect(found.outcome).toMatchObject({ ok: true, value: { lines: 2 } });
    expect(found.lines).toMatchObject([
      { amountMinor: 30_000n, ourReference: "REMIT-20261231-0001" },
      { amountMinor: 1_001n, ourReference: "SECOND", entryNo: "B2" },
    ]);
  });

  test("is refused when they add up to something else", () => {
    const text = writeCamt053([pair], { isBatched: true }).replace(">10.01<", ">10.02<");
    expect(problemsOf(text)).toMatchObject([{ column: "Ntry/Amt", reason: expect.stringContaining("310.02") }]);
  });

  test("is refused when one of them is in no currency", () => {
    const text = writeCamt053([pair], { isBatched: true }).replace('Ccy="EUR">10.01', 'Ccy="\ufeffEUR">10.01');
    expect(problemsOf(text)[0]).toMatchObject({
      column: "TxDtls/Amt",
      reason: expect.stringMatching(/not a currency/),
    });
  });

  test("is one line when charges stand between, or when they have no amounts", () => {
    const charged = writeCamt053([pair], { isBatched: true })
      .replace(">10.01<", ">10.02<")
      .replace("<NtryDtls>", '<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">0.01</TtlChrgsAndTaxAmt></Chrgs><NtryDtls>');
    const silent = writeCamt053([pair], { isBatched: true }).replace(/<Amt Ccy="EUR">10.01<\/Amt>/, "");
    for (const text of [charged, silent]) {
      expect(parse(text)).toMatchObject({
        outcome: { ok: true, value: { lines: 1 } },
        lines: [{ amountMinor: 31_001n, ourReference: null }],
      });
    }
  });
});

describe("is refused", () => {
  test.each([
    ["a closing balance that lies", usual.replace(">876.60<", ">876.61<"), "876.61"],
    ["an opening balance that lies", usual.replace(">1000.00<", ">1000.01<"), "876.61"],
    ["an opening balance of the other side", usual.replace(/(1000.00<\/Amt><CdtDbtInd>)CRDT/, "$1DBIT"), "-1123.40"],
    [
      "a count that lies",
      writeCamt053([BANK_DAY], { hasSummary: true }).replace("Ntries>4<", "Ntries>5<"),
      "5 entries",
    ],
    ["a sum that lies", writeCamt053([BANK_DAY], { hasSummary: true }).replace("<Sum>723", "<Sum>724"), "724"],
  ])("%s", (_, text, number) => {
    const found = parse(text);
    expect(found.outcome).toMatchObject({ refusal: { code: "statement_totals_disagree" } });
    expect(sentenceOf(found)).toContain(number);
  });

  test.each([
    ["full-width digits", ">300.00<", ">３００.00<", "Ntry/Amt"],
    ["an exponent", ">300.00<", ">3E2<", "Ntry/Amt"],
    ["a sign", ">300.00<", ">-300.00<", "Ntry/Amt"],
    ["a comma", ">300.00<", ">300,00<", "Ntry/Amt"],
    ["half a cent", ">300.00<", ">300.005<", "Ntry/Amt"],
    ["another side", "<CdtDbtInd>CRDT</CdtDbtInd><Sts>", "<CdtDbtInd>CRED</CdtDbtInd><Sts>", "Ntry/CdtDbtInd"],
    ["another currency", '<Ntry><Amt Ccy="EUR">', '<Ntry><Amt Ccy="USD">', "Ntry/Amt"],
    ["a day that is none", "<BookgDt><Dt>2026-12-31", "<BookgDt><Dt>2026-02-31", "Ntry/BookgDt"],
    ["a flag of its own", "<RvslInd>true", "<RvslInd>yes", "Ntry/RvslInd"],
    ["no opening balance", "OPBD", "OPXX", "Stmt/Bal"],
    ["no closing balance", "CLBD", "CLXX", "Stmt/Bal"],
  ])("%s", (_, from, to, column) => {
    expect(usual).toContain(from);
    expect(problemsOf(usual.replace(from, to))).toMatchObject([{ column }]);
  });

  const deep = (depth: number) => usual.replace("<Ntry>", `${"<a>".repeat(depth)}${"</a>".repeat(depth)}<Ntry>`);
  test.each([
    ["a document type", usual.replace("<Document", '<!DOCTYPE Document [<!ENTITY a "b">]><Document'), "document type"],
    ["an entity", usual.replace("Payout 7", "&payout;"), "five entities"],
    ["a bare ampersand", usual.replace("Payout 7", "A & B"), "five entities"],
    ["a number of no character", usual.replace("Payout 7", "&#0;"), "five entities"],
    ["crossed tags", usual.replace("</Ntry>", "</Stmt>"), "has to"],
    ["a second root", `${usual}<Document/>`, "second element"],
    ["an attribute twice", usual.replace('<Amt Ccy="EUR">', '<Amt Ccy="EUR" Ccy="EUR">'), "attributes"],
    ["depth", deep(100), "deep"],
    ["a long text", usual.replace("Payout 7", "x".repeat(20_000)), "longer than"],
    ["a tag that never ends", `${usual.slice(0, -20)}<a b="${"x".repeat(40_000)}`, "longer than"],
    ["a long comment", usual.replace("<Ntry>", `<!--${"x".repeat(20_000)}--><Ntry>`), "longer than"],
    ["a long name", usual.replace("<Ntry>", `<${"x".repeat(200)}/><Ntry>`), "not a tag"],
    ["a control character", usual.replace("Payout 7", "Payout\u00017"), "control character"],
  ])("%s", (_, text, reason) => {
    const found = parse(text);
    expect(found.outcome).toMatchObject({ refusal: { code: "statement_xml_invalid" } });
    expect(sentenceOf(found)).toMatch(/line \d+ \(byte \d+\)/);
    expect(sentenceOf(found)).toContain(reason);
  });

  test("hostile bytes, in time that grows with their length only", () => {
    const hostile = ["<", "&", "<a ", "<!--", "<![CDATA[", "]]>", '<a b="', "<a/>", "&#", "\n"].map((piece) =>
      piece.repeat(200_000),
    );
    for (const bytes of hostile) {
      expect(parse(usual.replace("<Ntry>", `<Ntry>${bytes}`), 4_096).outcome.ok).toBe(bytes.startsWith("<a/>"));
    }
  });

  test("nothing that is as deep as a bank may write it", () => {
    expect(parse(deep(40)).outcome).toMatchObject({ ok: true });
  });

  test("text of another encoding", () => {
    expect(parse(usual.replace("UTF-8", "UTF-16")).outcome).toMatchObject({
      refusal: { code: "statement_encoding_invalid" },
    });
    const bytes = new TextEncoder().encode(usual);
    bytes[bytes.length - 400] = 0xff;
    expect(parse(bytes).outcome).toMatchObject({ refusal: { code: "statement_encoding_invalid" } });
  });

  test("another message, and a version too old", () => {
    for (const name of ["camt.052.001.08", "camt.053.001.01", "pain.001.001.03"]) {
      expect(parse(usual.replace("camt.053.001.08", name)).outcome).toMatchObject({
        refusal: { code: "statement_format_unknown" },
      });
    }
  });

  test("the same statement twice", () => {
    expect(problemsOf(writeCamt053([BANK_DAY, BANK_DAY]))).toMatchObject([{ column: "Stmt/Id" }]);
  });
});

test("two statements under one Id are two where their days and balances differ", () => {
  const next = { ...BANK_DAY, openingMinor: 87_660n, startsOn: "2027-01-02", endsOn: "2027-01-02" };
  expect(parse(writeCamt053([BANK_DAY, next])).outcome).toMatchObject({ ok: true, value: { lines: 8 } });
});

test("an account that nothing moved on may have its closing balance only", () => {
  const text = writeCamt053([{ ...BANK_DAY, entries: [] }]).replace(/<Bal>.*?<.Bal>/, "");
  expect(parse(text).outcome).toMatchObject({
    ok: true,
    value: { accounts: [{ openingMinor: 100_000n, closingMinor: 100_000n }] },
  });
});

test("an account that nothing moved on is a valid day", () => {
  const found = parse(writeCamt053([{ ...BANK_DAY, entries: [] }]));
  expect(found.outcome).toMatchObject({ ok: true, value: { lines: 0, accounts: [{ closingMinor: 100_000n }] } });
});
