import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHART } from "@/core/ledger/chart";
import { controlOf } from "./controlled-subjects";
import { type AccountFacts, judgeVoucher, MAX_LINES, type WrittenLine } from "./judge-voucher";

const account = (accountNo: string, glCode: string, more: Partial<AccountFacts> = {}): AccountFacts => {
  const subject = CHART.find(({ code }) => code === glCode);
  if (!subject) throw new Error(`no subject ${glCode}`);
  const { normalSide, fundOwner, allowNegative } = subject;
  return { accountNo, glCode, asset: "CNY", normalSide, fundOwner, allowNegative, availableMinor: 10_000n, ...more };
};
const KNOWN: ReadonlyMap<string, AccountFacts> = new Map(
  [
    account("M1-SETTLEMENT", "2202.02"),
    account("M1-DEPOSIT", "2202.04"),
    account("M1-SETTLEMENT-USD", "2202.02", { asset: "USD" }),
    account("M1-DEPOSIT-USD", "2202.04", { asset: "USD" }),
    account("6001", "6001"),
    account("1012", "1012"),
    account("1122-wechat", "1122"),
    account("2241-wechat", "2241"),
    account("6711", "6711"),
  ].map((one) => [one.accountNo, one]),
);
const debit = (accountNo: string | null, amountMinor: bigint | null): WrittenLine => ({
  side: "DEBIT",
  accountNo,
  amountMinor,
});
const credit = (accountNo: string | null, amountMinor: bigint | null): WrittenLine => ({
  side: "CREDIT",
  accountNo,
  amountMinor,
});
const codesOf = (...lines: WrittenLine[]) => judgeVoucher(lines, KNOWN).faults.map(({ code }) => code);

describe("a voucher that people write", () => {
  it("may be proposed once debits and credits are equal", () => {
    const lines = [debit("M1-SETTLEMENT", 300n), credit("M1-DEPOSIT", 300n)];
    expect(judgeVoucher(lines, KNOWN)).toEqual({
      lines,
      faults: [],
      totals: [{ asset: "CNY", debitMinor: 300n, creditMinor: 300n, missingSide: null, missingMinor: 0n }],
    });
  });

  it("says which side lacks how much, for each asset by itself", () => {
    const { faults, lines } = judgeVoucher(
      [debit("M1-SETTLEMENT", 300n), credit("M1-DEPOSIT-USD", 300n), credit("M1-DEPOSIT", 100n)],
      KNOWN,
    );
    expect(lines).toBeNull();
    expect(faults).toEqual([
      { code: "unbalanced", asset: "CNY", side: "CREDIT", missingMinor: 200n },
      { code: "unbalanced", asset: "USD", side: "DEBIT", missingMinor: 300n },
    ]);
  });

  it.each([
    ["nothing is written", [], ["lines_too_few"]],
    ["one side is missing", [debit("M1-SETTLEMENT", 1n)], ["lines_too_few", "unbalanced"]],
    ["an account is missing", [debit(null, 1n), credit("M1-DEPOSIT", 1n)], ["account_missing", "unbalanced"]],
    ["there is no such account", [debit("9999", 1n), credit("M1-DEPOSIT", 1n)], ["account_unknown", "unbalanced"]],
    [
      "an amount is missing",
      [debit("M1-SETTLEMENT", null), credit("M1-DEPOSIT", 1n)],
      ["amount_missing", "unbalanced"],
    ],
    [
      "an amount is nothing",
      [debit("M1-SETTLEMENT", 0n), credit("M1-DEPOSIT", 0n)],
      ["amount_missing", "amount_missing"],
    ],
    [
      "an amount is negative",
      [debit("M1-SETTLEMENT", -5n), credit("M1-DEPOSIT", -5n)],
      ["amount_missing", "amount_missing"],
    ],
    ["an account is on both sides", [debit("M1-DEPOSIT", 5n), credit("M1-DEPOSIT", 5n)], ["account_repeated"]],
    ["it moves between the funds", [debit("M1-SETTLEMENT", 5n), credit("6001", 5n)], ["funds_mixed"]],
    [
      "it would change a channel's receivable",
      [debit("1122-wechat", 5n), credit("M1-DEPOSIT", 5n)],
      ["account_controlled"],
    ],
    ["it would change suspense", [debit("2241-wechat", 5n), credit("M1-DEPOSIT", 5n)], ["account_controlled"]],
    ["it would be a loss", [debit("6711", 5n), credit("1012", 5n)], ["account_controlled"]],
    ["the money is not there", [debit("M1-SETTLEMENT", 10_001n), credit("M1-DEPOSIT", 10_001n)], ["account_overdrawn"]],
  ])("is refused where %s", (_, lines, codes) => {
    expect(codesOf(...lines)).toEqual(codes);
    expect(judgeVoucher(lines, KNOWN).lines).toBeNull();
  });

  it("stops at what a checker can read", () => {
    const many = Array.from({ length: MAX_LINES + 1 }, (_, index) => (index % 2 ? debit : credit)(`A${index}`, 1n));
    expect(judgeVoucher(many, new Map()).faults[0]).toEqual({ code: "lines_too_many" });
  });

  it("by an event of the catalogue may cross the funds and touch what it is there for", () => {
    const lines = [debit("1122-wechat", 5n), credit("6001", 5n)];
    expect(judgeVoucher(lines, KNOWN, { controlled: true, crossing: true }).lines).toEqual(lines);
  });
});

describe("laws", () => {
  const amounts = fc.oneof(fc.bigInt(-3n, 12_000n), fc.constant(10n ** 15n + 1n), fc.constant(null));
  const written = fc.record({
    side: fc.constantFrom("DEBIT" as const, "CREDIT" as const),
    accountNo: fc.constantFrom(...KNOWN.keys(), "9999", null),
    amountMinor: amounts,
  });

  it("cannot propose an unbalanced voucher, whatever is written", () => {
    fc.assert(
      fc.property(fc.array(written, { maxLength: 6 }), (lines) => {
        const { lines: whole } = judgeVoucher(lines, KNOWN);
        if (whole === null) return;
        const sums = new Map<string, bigint>();
        for (const { side, accountNo, amountMinor } of whole) {
          const facts = KNOWN.get(accountNo);
          expect(facts && controlOf(facts.glCode)).toBeNull();
          expect(amountMinor > 0n).toBe(true);
          const asset = facts?.asset ?? "";
          sums.set(asset, (sums.get(asset) ?? 0n) + (side === "DEBIT" ? amountMinor : -amountMinor));
        }
        expect([...sums.values()].every((sum) => sum === 0n)).toBe(true);
        expect(new Set(whole.map(({ accountNo }) => KNOWN.get(accountNo)?.fundOwner)).size).toBe(1);
      }),
      { numRuns: 5_000 },
    );
  });

  it("a balanced voucher of free accounts with the money there may always be proposed", () => {
    const parts = fc.array(fc.bigInt(1n, 1_000n), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(parts, (given) => {
        const facts = new Map(given.map((_, index) => [`C${index}`, account(`C${index}`, "2202.04")]));
        facts.set("FROM", account("FROM", "2202.02"));
        const total = given.reduce((sum, part) => sum + part, 0n);
        const lines = [debit("FROM", total), ...given.map((part, index) => credit(`C${index}`, part))];
        expect(judgeVoucher(lines, facts).lines).toEqual(lines);
      }),
    );
  });

  it("what is said to be missing is what balances it", () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 9_000n), fc.bigInt(1n, 9_000n), (left, right) => {
        const lines = [debit("M1-SETTLEMENT", left), credit("M1-DEPOSIT", right)];
        const [total] = judgeVoucher(lines, KNOWN).totals;
        const more = { side: total?.missingSide ?? "DEBIT", accountNo: "X", amountMinor: total?.missingMinor ?? 0n };
        const facts = new Map([...KNOWN, ["X", account("X", "2202.03")]]);
        if (left !== right) expect(judgeVoucher([...lines, more], facts).faults).toEqual([]);
      }),
    );
  });
});
