import { describe, expect, test } from "vitest";
import { createCamt053Parser } from "./camt053";
import { parseCashWith, sentenceOf } from "./fixtures/parse-cash";
import { OWN_REASON_CODES } from "./line-reasons";
import { createMt940Parser } from "./mt940";
import type { StatementProblem } from "./statement";

const readMt = (lines: readonly string[]) => parseCashWith(createMt940Parser(), lines.join("\r\n"));
const readCamt = (text: string) => parseCashWith(createCamt053Parser(), text);
const problemsOf = ({ outcome }: ReturnType<typeof readMt>): readonly StatementProblem[] =>
  outcome.ok ? [] : ((outcome.refusal as { problems?: readonly StatementProblem[] }).problems ?? []);

const HEAD = [":20:X", ":25:DE1", ":28C:1/1", ":60F:C261118EUR10,00"];
const withEntry = (...lines: string[]) => readMt([...HEAD, ...lines, "-"]);

describe("MT940 of banks that write it their own way", () => {
  test("an entry whose words stand between slashes has its reference and the other side by themselves", () => {
    const read = withEntry(
      ":61:2611191119C1,56NTRFEREF//00000000001005",
      "/TRCD/00100/",
      ":86:/EREF/EV12341REP1231456T1234//CNTP/NL32INGB0000012345/INGBNL2",
      "A/ING BANK NV INZAKE WEB///REMI/USTD//EV10001REP1000000T1000/",
      ":62F:C261119EUR11,56",
    );
    expect(read.lines).toMatchObject([
      {
        ourReference: "EV12341REP1231456T1234",
        counterpartyAccountNo: "NL32INGB0000012345",
        counterpartyName: "ING BANK NV INZAKE WEB",
        remark: "EV10001REP1000000T1000",
      },
    ]);
  });

  test("words for where a reference stands are none", () => {
    const read = withEntry(
      ":61:261119D1,57NTRFPREF//1006",
      ":86:/PREF/M000000003333333//REMI/USTD//TOTAAL 1 VZ/",
      ":61:261119C1,00N541EREF//1007",
      ":62F:C261119EUR9,43",
    );
    expect(read.lines).toMatchObject([{ ourReference: "M000000003333333" }, { ourReference: null, entryNo: "1007" }]);
  });

  test("a line for the bank's own use stands between an entry and its details", () => {
    const read = withEntry(":61:261119C1,00NTRFNONREF", ":NS:22abc", ":86:details", ":62F:C261119EUR11,00");
    expect(read.lines).toMatchObject([{ remark: "details" }]);
  });

  test.each([",", ",50", "5", "1E2,00", "１,00", "-1,00", "1.000,00"])("an amount of %s is refused", (amount) => {
    const read = withEntry(`:61:261119C${amount}NMSCNONREF`, ":62F:C261119EUR15,00");
    expect(problemsOf(read)).toMatchObject([{ column: ":61:", lineNo: 5, why: { code: "mt_amount_not_read" } }]);
  });

  test("a year of the last century is no year of this one", () => {
    const read = readMt([":20:X", ":25:DE1", ":28C:1", ":60F:C990101EUR10,00", ":62F:C990101EUR10,00", "-"]);
    expect(problemsOf(read)[0]).toMatchObject({ why: { code: "day_not_read", params: { text: "990101" } } });
  });

  test("what stands on an opening balance that cannot be read is not told as well", () => {
    const read = readMt([
      ...HEAD.slice(0, 3),
      ":60F:C261118EUX10,00",
      ":61:261119C1,00NTRFA",
      ":62F:C261119EUR11,00",
      "-",
    ]);
    expect(problemsOf(read)).toMatchObject([{ column: ":60F:", why: { code: "currency_unknown" } }]);
  });

  test("a file that ends where SWIFT's next text begins was cut off", () => {
    const envelope = "{1:F01COBADEFFAXXX0000000000}{2:I940COBADEFFXXXXN}{4:";
    const message = [...HEAD, ":62F:C261119EUR10,00"];
    expect(readMt([envelope, ...message, "-}{5:{CHK:1}}"]).outcome.ok).toBe(true);
    const cut = readMt([envelope, ...message, `-}{5:{CHK:1}}${envelope}`]);
    expect(cut.outcome).toMatchObject({ ok: false, refusal: { code: "statement_truncated" } });
  });

  test("a field that is too long is told once, and by the tag in which it stands", () => {
    const long = Array.from({ length: 2_000 }, () => "abcdefgh");
    const read = withEntry(":61:261119C1,00NTRFA", ":86:x", ...long, ":62F:C261119EUR11,00");
    expect(problemsOf(read)).toMatchObject([{ column: ":86:", code: "statement_cell_too_long" }]);
    const nul = withEntry(":61:261119C1,00NTRF\0A", ":62F:C261119EUR11,00");
    expect(problemsOf(nul)[0]).toMatchObject({ column: ":61:", why: { code: "line_nul" } });
  });
});

const balance = (code: string, amount: string) =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-19</Dt></Dt></Bal>`;
const entry = (amount: string, status = "BOOK") =>
  `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>${status}</Sts><BookgDt><Dt>2026-11-19</Dt></BookgDt></Ntry>`;
const summary = (count: number, sum: string) =>
  `<TxsSummry><TtlNtries><NbOfNtries>${count}</NbOfNtries><Sum>${sum}</Sum></TtlNtries></TxsSummry>`;
const page = (no: number, isLast: boolean) =>
  `<StmtPgntn><PgNb>${no}</PgNb><LastPgInd>${isLast}</LastPgInd></StmtPgntn>`;
const statement = (...parts: string[]) =>
  `<Stmt><Id>S1</Id><Acct><Id><IBAN>DE1</IBAN></Id></Acct>${parts.join("")}</Stmt>`;
const NAMESPACE = 'xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"';
const camt = (statements: string, onDocument = NAMESPACE) =>
  `<?xml version="1.0"?><Document ${onDocument}><BkToCstmrStmt>${statements}</BkToCstmrStmt></Document>`;
const DAY = [balance("OPBD", "100.00"), balance("CLBD", "150.00"), entry("50.00")];

describe("camt.053 of banks that write it their own way", () => {
  test("the namespace may be declared by the envelope", () => {
    const prefixed = camt(statement(...DAY), "").replace(/<(\/?)([A-Z])/g, "<$1d:$2");
    const declared = 'xmlns:d="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"';
    const read = readCamt(prefixed.replace("<d:Document", `<Env ${declared}><d:Document`).concat("</Env>"));
    expect(read.outcome).toMatchObject({ ok: true, value: { layout: "camt.053.001.08", lines: 1 } });
    const other = readCamt(camt(statement(...DAY), 'xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"'));
    expect(sentenceOf(other)).toContain("another message");
  });

  test.each([
    ["all entries", summary(2, "120.00"), true],
    ["the booked ones", summary(1, "50.00"), true],
    ["neither", summary(2, "50.00"), false],
  ])("a summary of %s", (_, stated, isAccepted) => {
    expect(readCamt(camt(statement(stated, ...DAY, entry("70.00", "PDNG")))).outcome.ok).toBe(isAccepted);
  });

  test("pages have numbers of their own, and go on from each other", () => {
    const first = statement(page(1, false), balance("OPBD", "0.00"), balance("ITBD", "50.00"), entry("50.00"));
    const second = (opening: string, closing: string) =>
      statement(page(2, true), balance("ITBD", opening), balance("CLBD", closing), entry("10.00"));
    const read = readCamt(camt(first + second("50.00", "60.00")));
    const numbers = [{ statementNo: "S1/1" }, { statementNo: "S1/2" }];
    expect(read.outcome).toMatchObject({ ok: true, value: { accounts: numbers } });
    const gap = readCamt(camt(first + second("55.00", "65.00")));
    expect(gap.outcome).toMatchObject({ ok: false, refusal: { code: "statement_totals_disagree" } });
    const only = readCamt(camt(statement(page(1, true), ...DAY)));
    expect(only.outcome).toMatchObject({ ok: true, value: { accounts: [{ statementNo: "S1" }] } });
  });

  test.each(["5E1", "50,00", "-50.00", "+50.00", "1,050.00", "５０.00", "", "￥50.00", "(50.00)"])(
    "an amount of “%s” is refused",
    (amount) => {
      const read = readCamt(camt(statement(balance("OPBD", "100.00"), balance("CLBD", "150.00"), entry(amount))));
      expect(problemsOf(read)).toMatchObject([{ column: "Ntry/Amt", why: { code: "unsigned_not_read" } }]);
    },
  );

  test("too many decimals are told as they stand in the file", () => {
    const read = readCamt(camt(statement(balance("OPBD", "100.00"), balance("CLBD", "150.00"), entry("50.001"))));
    expect(problemsOf(read)[0]?.reason).toBe('"50.001" has more than 2 decimals');
  });
});

test("every reason of a bank's line is one that is said in the reader's language", () => {
  const broken = [
    withEntry("stray"),
    withEntry(":61:x", ":62F:x"),
    withEntry(":61:261119C1,00", ":62F:C261119USD11,00"),
    readCamt(camt(statement(balance("OPBD", "1"), entry("2.001"), entry("2").replace("CRDT", "?")))),
    readCamt(camt(statement(...DAY) + statement(...DAY))),
  ];
  const problems = broken.flatMap(problemsOf);
  expect(problems.length).toBeGreaterThan(5);
  for (const problem of problems) {
    const { code } = problem.why;
    expect(OWN_REASON_CODES.has(code) || code === "amount_too_precise").toBe(true);
  }
});
