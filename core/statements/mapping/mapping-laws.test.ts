import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PLAIN_MAPPING, parseMapped, plainRow, whyRefused } from "../fixtures/parse-mapped";
import { type MappedFixtureLine, writeMapped } from "../fixtures/write-mapped";
import { findMappingFaults } from "./find-mapping-faults";
import type { AmountRule, StatementMapping, TimeRule, TotalRule } from "./mapping";

const NAMES = ["订单号", "Trade No", "kind", "金额", "out", "fee", "when", "clock"] as const;

/** Mappings by which all can be written and read: every delimiter, quote, sign, unit, date, header or none. */
const mappings: fc.Arbitrary<StatementMapping> = fc
  .record({
    hasHeader: fc.boolean(),
    delimiter: fc.constantFrom("COMMA", "TAB", "SEMICOLON", "PIPE"),
    quote: fc.constantFrom("DOUBLE", "SINGLE"),
    leadingLines: fc.integer({ min: 0, max: 3 }),
    hasFooter: fc.boolean(),
    amountBy: fc.constantFrom("UNSIGNED", "NEGATIVE", "POSITIVE", "IN_OUT"),
    isByAmount: fc.boolean(),
    charged: fc.constantFrom("POSITIVE", "NEGATIVE", "UNSIGNED"),
    isMinor: fc.boolean(),
    marks: fc.constantFrom(["POINT", "NONE"], ["POINT", "COMMA"], ["COMMA", "POINT"], ["POINT", "SPACE"]),
    symbols: fc.constantFrom([], ["￥"], ["CNY "]),
    parentheses: fc.boolean(),
    date: fc.constantFrom("YYYY-MM-DD", "YYYY/MM/DD", "DD.MM.YYYY", "YYYYMMDD", "YYYY年MM月DD日", "MM/DD/YYYY"),
    isTimeSplit: fc.boolean(),
  })
  .map((drawn) => {
    const name = (index: number) => (drawn.hasHeader ? (NAMES[index] ?? "") : `${index + 1}`);
    const amount: AmountRule =
      drawn.amountBy === "IN_OUT"
        ? { by: "IN_OUT", inColumn: name(3), outColumn: name(4) }
        : drawn.amountBy === "UNSIGNED"
          ? { by: "UNSIGNED", column: name(3) }
          : { by: "SIGNED", column: name(3), refundIs: drawn.amountBy as "NEGATIVE" | "POSITIVE" };
    const values = [
      { text: "付", means: "PAYMENT" },
      { text: "退", means: "REFUND" },
    ] as const;
    const time: TimeRule = {
      as: "LOCAL",
      column: name(6),
      timeColumn: drawn.isTimeSplit ? name(7) : null,
      date: drawn.date,
      time: "HH:mm:ss",
      joint: "BLANK",
      zone: "Asia/Shanghai",
    } as TimeRule;
    const [decimalMark, thousands] = drawn.marks as ["POINT", "COMMA"];
    const totals: TotalRule[] = drawn.hasFooter
      ? [{ measure: "LINE_COUNT", counts: "ALL", at: { in: "LABEL", label: "end" } }]
      : [];
    return {
      ...PLAIN_MAPPING,
      text: {
        encoding: "AUTO",
        delimiter: drawn.delimiter,
        quote: drawn.quote,
        endsWithLineEnd: true,
      } as StatementMapping["text"],
      header: drawn.hasHeader ? { is: "ROW" } : { is: "NONE", width: 8 },
      skip: { leadingLines: drawn.leadingLines, prefixes: [], rows: [] },
      footer: drawn.hasFooter ? { prefixes: ["end"], isRequired: true, maxLines: 1 } : null,
      numbers: { ...PLAIN_MAPPING.numbers, orderNo: name(0), channelTradeNo: name(1) },
      kind: drawn.isByAmount && amount.by !== "UNSIGNED" ? { by: "AMOUNT" } : { by: "COLUMN", column: name(2), values },
      status: { by: "FIXED", status: "SUCCEEDED" },
      amount,
      fee: { column: name(5), charged: drawn.charged } as StatementMapping["fee"],
      unit: drawn.isMinor ? { is: "MINOR", decimals: 5 } : { is: "MAJOR", decimals: null },
      writing: { decimalMark, thousands, symbols: drawn.symbols, parentheses: drawn.parentheses },
      time,
      totals,
    };
  });

const numbers = fc
  .stringMatching(/^[A-Za-z0-9_,;|"'.#()-]{1,20}$/)
  .filter((text) => /^[A-Za-z0-9]/.test(text) && !/^e|['"]$/.test(text) && !/^\dE\+/.test(text));

const fixtureLines: fc.Arbitrary<MappedFixtureLine> = fc.record({
  kind: fc.constantFrom("PAYMENT", "REFUND"),
  orderNo: numbers,
  tradeNo: numbers,
  amountMinor: fc.bigInt({ min: 1n, max: 10n ** 12n }),
  feeE5: fc.bigInt({ min: 0n, max: 10n ** 12n }),
  at: fc
    .record({ day: fc.integer({ min: 0, max: 8_000 }), second: fc.integer({ min: 0, max: 86_399 }) })
    .map(({ day, second }) =>
      new Date(Date.UTC(2005, 0, 1) + day * 86_400_000 + second * 1000).toISOString().slice(0, 19).replace("T", " "),
    ),
});

describe("laws of mapped files", () => {
  it("what is written by a mapping is read by it, exactly, however the bytes arrive", () => {
    fc.assert(
      fc.property(
        mappings,
        fc.array(fixtureLines, { maxLength: 12 }),
        fc.integer({ min: 1, max: 200 }),
        (mapping, drawn, step) => {
          // A fee without a sign is returned with a refund.
          const isUnsigned = mapping.fee?.charged === "UNSIGNED";
          const lines = drawn.map((line) =>
            isUnsigned && line.kind === "REFUND" ? { ...line, feeE5: -line.feeE5 } : line,
          );
          expect(findMappingFaults(mapping)).toEqual([]);
          // MINOR counts in 1/100000 of a yuan here, so that fees fit.
          const parsed = parseMapped(writeMapped(mapping, lines), mapping, step);
          expect(whyRefused(parsed)).toBe("accepted");
          expect(
            parsed.lines.map(({ kind, orderNo, channelTradeNo, amountMinor, feeE5, occurredAt }) => ({
              kind,
              orderNo,
              tradeNo: channelTradeNo,
              amountMinor,
              feeE5,
              at: occurredAt.slice(0, 19).replace("T", " "),
            })),
          ).toEqual(lines);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("a text that is not listed never becomes a line, whatever stands around it", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (kind) => {
        const text = kind.trim();
        fc.pre(!/[",\r\n\0]/.test(kind));
        const { lines } = parseMapped(`订单号,流水号,类型,状态,金额,手续费,时间\n${plainRow({ kind })}\n`);
        const listed = text === "支付" ? "PAYMENT" : text === "退款" ? "REFUND" : null;
        // What is trimmed off a cell (back-ticks, an apostrophe) is no part of its text.
        if (listed !== null) expect(lines).toMatchObject([{ kind: listed }]);
        else if (!/[`']/.test(kind)) expect(lines).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("five-decimal fees add up exactly, and one unit beside the sum is refused", () => {
    const footer = { prefixes: ["Σ"], isRequired: true, maxLines: 1 };
    const totals: TotalRule[] = [{ measure: "FEE_SUM", counts: "ALL", at: { in: "LABEL", label: "Σ" } }];
    const mapping = { ...PLAIN_MAPPING, footer, totals };
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: -99_999_999n, max: 99_999_999n }), { minLength: 1, maxLength: 60 }),
        (fees) => {
          const write = (feeE5: bigint) => {
            const digits = `${feeE5 < 0n ? -feeE5 : feeE5}`.padStart(6, "0");
            return `${feeE5 < 0n ? "-" : ""}${digits.slice(0, -5)}.${digits.slice(-5)}`;
          };
          const sum = fees.reduce((total, fee) => total + fee, 0n);
          const rows = fees.map((fee) => plainRow({ fee: write(fee) })).join("\n");
          const file = (said: bigint) => `订单号,流水号,类型,状态,金额,手续费,时间\n${rows}\nΣ${write(said)}\n`;
          expect(whyRefused(parseMapped(file(sum), mapping))).toBe("accepted");
          // A figure that ends in 000 is as precise as the asset, and may be the sum rounded once.
          const beside = (sum + 1n) % 1000n === 0n ? sum + 2n : sum + 1n;
          expect(parseMapped(file(beside), mapping).outcome.ok).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("never throws and never takes a changed byte for another amount", () => {
    const whole = new TextEncoder().encode(
      `订单号,流水号,类型,状态,金额,手续费,时间\n${plainRow()}\n${plainRow({ order: "O2", amount: "7.70" })}\n`,
    );
    fc.assert(
      fc.property(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const changed = whole.slice();
        changed[at] = byte;
        const { outcome } = parseMapped(changed, {
          ...PLAIN_MAPPING,
          text: { ...PLAIN_MAPPING.text, endsWithLineEnd: true },
        });
        expect(typeof outcome.ok).toBe("boolean");
      }),
      { numRuns: 500 },
    );
  });
});
