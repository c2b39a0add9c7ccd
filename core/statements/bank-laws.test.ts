import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCamt053Parser } from "./camt053";
import { parseCashWith } from "./fixtures/parse-cash";
import { expectedLines } from "./fixtures/sample-bank";
import { type Camt053Style, writeCamt053 } from "./fixtures/write-camt053";
import { type BankFixtureStatement, type Mt940Style, writeMt940 } from "./fixtures/write-mt940";
import { createMt940Parser } from "./mt940";

const parseMt940 = (text: string, chunkBytes?: number) => parseCashWith(createMt940Parser(), text, chunkBytes);
const parseCamt053 = (text: string, chunkBytes?: number) => parseCashWith(createCamt053Parser(), text, chunkBytes);

const day = fc
  .integer({ min: 0, max: 27 })
  .map((number) =>
    number < 14 ? `2026-12-${`${18 + number}`.slice(0, 2)}` : `2027-01-${`${number - 13}`.padStart(2, "0")}`,
  );
const reference = fc.integer({ min: 1, max: 2 ** 31 }).map((number) => `REF-${number}`);
const words = fc.constantFrom(
  "Settlement",
  "Payout of a day",
  "Einzug, Nr. 5",
  "a long purpose that does not end in one line",
);
const entry = fc.record({
  direction: fc.constantFrom("IN" as const, "OUT" as const),
  amountMinor: fc.bigInt({ min: 0n, max: 10n ** 12n }),
  isReversal: fc.boolean(),
  bookedOn: day,
  valueOn: day,
  endToEndId: fc.option(reference),
  bankReference: reference,
  counterpartyName: fc.option(fc.constantFrom("Sample Ltd", "A name that is longer than one subfield is")),
  counterpartyAccountNo: fc.option(fc.constant("DE75512108001245126199")),
  remark: words,
});

/** A random statement of one account, for the laws that hold of every file. */
const bankStatement: fc.Arbitrary<BankFixtureStatement> = fc
  .record({
    entries: fc.array(entry, { maxLength: 8 }),
    openingMinor: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
    currency: fc.constantFrom(["EUR", 2] as const, ["JPY", 0] as const, ["KWD", 3] as const),
  })
  .map(({ currency: [asset, scale], ...statement }) => ({
    ...statement,
    asset,
    scale,
    accountNo: "DE02120300000000202051",
    statementNo: "17",
    startsOn: "2026-12-18",
    endsOn: "2027-01-14",
  }));

const mt940Style: fc.Arbitrary<Mt940Style> = fc.record({
  entriesOnPage: fc.integer({ min: 1, max: 5 }),
  hasShortAmounts: fc.boolean(),
  hasFundsLetter: fc.boolean(),
  width: fc.integer({ min: 8, max: 65 }),
  isInBlocks: fc.boolean(),
});

describe("laws of MT940", () => {
  test("what was written is read, wherever the chunks end", () => {
    fc.assert(
      fc.property(bankStatement, mt940Style, fc.integer({ min: 1, max: 500 }), (statement, how, chunkBytes) => {
        const found = parseMt940(writeMt940([statement], how), chunkBytes);
        expect(found.outcome).toMatchObject({ ok: true, value: { lines: statement.entries.length } });
        expect(found.lines).toMatchObject(expectedLines(statement));
      }),
      { numRuns: 150 },
    );
  });

  test("a file with a digit changed is refused, or its money is the same", () => {
    fc.assert(
      fc.property(
        bankStatement,
        mt940Style,
        fc.nat(),
        fc.integer({ min: 0, max: 9 }),
        (statement, how, pick, digit) => {
          const text = writeMt940([statement], how);
          const places = [...text.matchAll(/\d/g)].map((match) => match.index);
          const at = places[pick % Math.max(1, places.length)] ?? 0;
          const found = parseMt940(`${text.slice(0, at)}${digit}${text.slice(at + 1)}`);
          if (!found.outcome.ok) return;
          const money = found.lines.map((line) => `${line.direction} ${line.amountMinor}`);
          expect(money).toEqual(expectedLines(statement).map((line) => `${line.direction} ${line.amountMinor}`));
        },
      ),
      { numRuns: 400 },
    );
  });

  test("a file cut anywhere is refused, or says the same", () => {
    fc.assert(
      fc.property(bankStatement, mt940Style, fc.double({ min: 0, max: 1, noNaN: true }), (statement, how, share) => {
        const text = writeMt940([statement], how);
        const found = parseMt940(text.slice(0, Math.floor(text.length * share)));
        if (found.outcome.ok) expect(found.lines).toMatchObject(expectedLines(statement));
      }),
      { numRuns: 300 },
    );
  });
});

const camt053Style: fc.Arbitrary<Camt053Style> = fc.record({
  version: fc.constantFrom("02", "04", "08", "13"),
  isIndented: fc.boolean(),
  hasSummary: fc.boolean(),
  hasCdata: fc.boolean(),
});

describe("laws of camt.053", () => {
  test("what was written is read, wherever the chunks end", () => {
    fc.assert(
      fc.property(bankStatement, camt053Style, fc.integer({ min: 1, max: 500 }), (statement, how, chunkBytes) => {
        const found = parseCamt053(writeCamt053([statement], how), chunkBytes);
        expect(found.outcome).toMatchObject({ ok: true, value: { lines: statement.entries.length } });
        expect(found.lines).toMatchObject(expectedLines(statement));
      }),
      { numRuns: 100 },
    );
  });

  test("a file with any character changed is refused, or its money is the same", () => {
    const character = fc.constantFrom(..."0123456789<>&/-.,E ");
    fc.assert(
      fc.property(
        bankStatement,
        camt053Style,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        character,
        (statement, how, share, by) => {
          const text = writeCamt053([statement], how);
          const at = Math.floor(text.length * share);
          const found = parseCamt053(text.slice(0, at) + by + text.slice(at + 1));
          if (!found.outcome.ok) return;
          const money = found.lines.map((line) => `${line.direction} ${line.amountMinor}`);
          expect(money).toEqual(expectedLines(statement).map((line) => `${line.direction} ${line.amountMinor}`));
        },
      ),
      { numRuns: 400 },
    );
  });

  test("a file cut anywhere is refused", () => {
    fc.assert(
      fc.property(
        bankStatement,
        camt053Style,
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (statement, how, share) => {
          const text = writeCamt053([statement], how).trimEnd();
          expect(parseCamt053(text.slice(0, Math.floor(text.length * share))).outcome.ok).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });
});
