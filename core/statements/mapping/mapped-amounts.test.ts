import { describe, expect, it } from "vitest";
import { PLAIN_MAPPING } from "../fixtures/parse-mapped";
import type { StatementMapping } from "./mapping";
import { sayMappingReason } from "./mapping-reasons";
import { readMappedAmount } from "./read-mapped-amount";

type Writing = Partial<StatementMapping["writing"]>;
type Unit = Partial<StatementMapping["unit"]>;

/** The amount in units of 10^-2, or why it is none. */
function read(text: string, writing: Writing = {}, unit: Unit = {}, unitScale = 2, scale = unitScale): bigint | string {
  const rules = { unit: { ...PLAIN_MAPPING.unit, ...unit }, writing: { ...PLAIN_MAPPING.writing, ...writing } };
  const found = readMappedAmount(text, unitScale, scale, rules);
  return "minor" in found ? found.minor : sayMappingReason(found.reason);
}

describe("an amount that the mapping does not describe", () => {
  it.each([
    ["1,234.56", '"1,234.56" has separators that the mapping does not name'],
    ["1234,56", '"1234,56" has separators that the mapping does not name'],
    ["￥12.30", '"￥12.30" has a sign or letter that the mapping does not name'],
    ["12.30元", '"12.30元" has a sign or letter that the mapping does not name'],
    ["(5.00)", '"(5.00)" is in parentheses, which the mapping does not take as minus'],
    ["12.345", '"12.345" has more than 2 decimals'],
    ["1e3", '"1e3" is in exponent form'],
    ["1.5E+3", '"1.5E+3" is in exponent form'],
    ["１２.30", '"１２.30" is not an amount'],
    ["12．30", '"12．30" has a sign or letter that the mapping does not name'],
    ["−5.00", '"−5.00" has a sign or letter that the mapping does not name'],
    ["--5", '"--5" has a sign or letter that the mapping does not name'],
    ["+-5", '"+-5" has a sign or letter that the mapping does not name'],
    ["5-", '"5-" has a sign or letter that the mapping does not name'],
    [".50", '".50" has a sign or letter that the mapping does not name'],
    ["", "the amount is missing"],
    ["-", '"-" is not an amount'],
    ["NaN", '"NaN" is not an amount'],
    ["Infinity", '"Infinity" is not an amount'],
    ["0x10", '"0x10" has a sign or letter that the mapping does not name'],
    ["1.2.3", '"1.2.3" has separators that the mapping does not name'],
    ["1 234", '"1 234" has separators that the mapping does not name'],
    ["99999999999999999", '"99999999999999999" is larger than the books take'],
    ["9".repeat(40), `"${"9".repeat(40)}" is larger than the books take`],
  ])("%s is refused", (text, reason) => {
    expect(read(text)).toBe(reason);
  });
});

describe("an amount that the mapping describes", () => {
  it.each<[string, Writing, bigint]>([
    ["12.30", {}, 1230n],
    ["12", {}, 1200n],
    ["12.", {}, 1200n],
    ["+12.3", {}, 1230n],
    ["-12.30", {}, -1230n],
    ["-0.00", {}, 0n],
    ["12.300", {}, 1230n],
    ["007.10", {}, 710n],
    ["1,234.56", { thousands: "COMMA" }, 123456n],
    ["1234.56", { thousands: "COMMA" }, 123456n],
    ["-1,234,567.00", { thousands: "COMMA" }, -123456700n],
    ["1.234,56", { thousands: "POINT", decimalMark: "COMMA" }, 123456n],
    ["1 234.56", { thousands: "SPACE" }, 123456n],
    ["1'234.56", { thousands: "APOSTROPHE" }, 123456n],
    ["￥12.30", { symbols: ["￥"] }, 1230n],
    ["-￥12.30", { symbols: ["￥"] }, -1230n],
    ["￥-12.30", { symbols: ["￥"] }, -1230n],
    ["12.30 元", { symbols: ["元"] }, 1230n],
    ["CNY 12.30", { symbols: ["CNY"] }, 1230n],
    ["(5.00)", { parentheses: true }, -500n],
    ["(￥5.00)", { parentheses: true, symbols: ["￥"] }, -500n],
  ])("%s with %o", (text, writing, minor) => {
    expect(read(text, writing)).toBe(minor);
  });

  it.each<[string, Writing]>([
    ["12,34.56", { thousands: "COMMA" }],
    ["1,2345", { thousands: "COMMA" }],
    ["1234,567", { thousands: "COMMA" }],
    [",234", { thousands: "COMMA" }],
    ["1,,234", { thousands: "COMMA" }],
    ["(-5.00)", { parentheses: true }],
    ["(5.00", { parentheses: true }],
    ["$￥5.00", { symbols: ["￥"] }],
    ["￥￥5.00", { symbols: ["$"] }],
    ["-￥-5.00", { symbols: ["￥"] }],
  ])("%s is refused even with %o", (text, writing) => {
    expect(typeof read(text, writing)).toBe("string");
  });
});

describe("units", () => {
  it("of a minor unit are whole; decimals behind the point may be said", () => {
    expect(read("1230", {}, { is: "MINOR" })).toBe(1230n);
    expect(read("12.30", {}, { is: "MINOR" })).toBe('"12.30" is not a whole number of minor units');
    expect(read("1230", {}, { is: "MINOR", decimals: 4 })).toBe('"1230" has more than 2 decimals');
    expect(read("123000", {}, { is: "MINOR", decimals: 4 })).toBe(1230n);
    expect(read("123", {}, { is: "MINOR", decimals: 1 })).toBe(1230n);
    expect(read("1230", {}, { is: "MINOR" }, 2, 5)).toBe(1230000n);
    expect(read("738", {}, { is: "MINOR", decimals: 5 }, 2, 5)).toBe(738n);
  });

  it("of a major unit have at most the decimals that the mapping says", () => {
    expect(read("12.3", {}, { decimals: 1 })).toBe(1230n);
    expect(read("12.30", {}, { decimals: 1 })).toBe('"12.30" has more than 1 decimals');
    expect(read("12.3000", {}, { decimals: 4 })).toBe(1230n);
    expect(read("12.3450", {}, { decimals: 4 })).toBe('"12.3450" has more than 2 decimals');
  });
});
