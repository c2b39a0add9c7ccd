import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ALL_RULES } from "./catalogue";
import { ACCOUNT_PLACES, type AccountPlace, assetKindOf, fundOwnerOf } from "./chart";
import { checkCatalogue } from "./check-catalogue";
import { checkRule } from "./check-rule";
import { printLine } from "./fixtures/print-line";
import { type LineShape, parseLine } from "./parse-line";
import { type RuleSource, sayProblem } from "./rule";
import { RULE_SOURCES } from "./rule-sources";
import { AMOUNTS, type AmountName, ASSET_WORDS, type AssetWord, ROLES, type Role } from "./vocabulary";

const FEE: RuleSource = {
  event: "merchant_fee.charged",
  version: 1,
  group: "ACQUIRING",
  name: { en: "Fee", zh: "手续费" },
  meaning: { en: "A fee.", zh: "收费。" },
  needsApproval: false,
  crossesFunds: true,
  lines: ["debit 2202.01 of merchant: fee", "credit 6001: fee"],
  example: { amounts: { fee: "0.60" } },
};

function problemsOf(change: Partial<RuleSource>): string[] {
  return checkRule({ ...FEE, ...change }).problems.map((problem) => `${problem.line ?? "rule"} ${problem.code}`);
}

describe("a line", () => {
  it.each([
    ["", "line_unreadable"],
    ["debit 2202.01 of merchant", "line_unreadable"],
    ["Debit 2202.01 of merchant: fee", "line_unreadable"],
    ["debit 2202.01  of merchant: fee", "line_unreadable"],
    ["debit 2202.01 of merchant: fee in", "line_unreadable"],
    ["debit 2202.01 to merchant: fee", "line_unreadable"],
    ["debit 2202.01 of merchant now: fee", "line_unreadable"],
    ["debit 2202.01 of merchant: fee at cash", "line_unreadable"],
    ["debit 2202.01 of merchant: fee: fee", "line_unreadable"],
    [`debit 2202.01 of merchant: ${"f".repeat(200)}`, "line_unreadable"],
    ["debit 9999: fee", "subject_unknown"],
    ["debit 2202 of merchant: fee", "subject_is_heading"],
    ["debit 2202.01 of constructor: fee", "role_unknown"],
    ["debit 2202.01: fee", "role_missing"],
    ["debit 2202.01 of channel: fee", "role_does_not_fit"],
    ["debit 6001 of merchant: fee", "role_does_not_fit"],
    ["debit 1002 of channel: fee", "role_does_not_fit"],
    ["debit 2202.01 of merchant: toString", "amount_unknown"],
    ["debit 2202.01 of merchant: fee in gold", "asset_unknown"],
    ["debit 2202.01 of merchant: fee in bond", "asset_does_not_fit"],
    ["debit 2314.01 of buyer: quantity in cash", "asset_does_not_fit"],
  ])("%j is refused: %s", (text, code) => {
    const parsed = parseLine(text);
    expect(parsed.ok ? "accepted" : parsed.refusal.code).toBe(code);
  });

  it("says what is wrong and what to do", () => {
    const messageOf = (text: string) => {
      const parsed = parseLine(text);
      return parsed.ok ? "" : parsed.refusal.message;
    };
    expect(messageOf("debit 2202 of merchant: fee")).toMatch(/^2202 is a heading. Post to one of 2202.01, 2202.02,/);
    expect(messageOf("debit 1122: fee")).toBe("1122 has many accounts. Say whose: of channel.");
    expect(messageOf("debit 6001 of merchant: fee")).toBe(
      `6001 is the company's one account. Leave "of merchant" out.`,
    );
  });

  it("is read back from what is printed, and whatever the text the parser answers", () => {
    fc.assert(
      fc.property(lawfulLine, (line) => {
        expect(parseLine(printLine(line))).toEqual({ ok: true, value: line });
      }),
    );
    const words = [
      "debit",
      "credit",
      "2202.01",
      "2202",
      "of",
      "merchant",
      ":",
      ": ",
      " ",
      "in",
      "cash",
      "fee",
      "__proto__",
    ];
    const texts = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...words)).map((parts) => parts.join(" ")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseLine(text);
        if (parsed.ok) expect(printLine(parsed.value)).toBe(text);
        else expect(parsed.refusal.message).toMatch(/\. .+/);
      }),
    );
  });
});

describe("a rule", () => {
  it("as written is lawful", () => {
    expect(problemsOf({})).toEqual([]);
  });

  it.each<[string, Partial<RuleSource>, string[]]>([
    [
      "only one side",
      { lines: ["debit 2202.01 of merchant: fee"], crossesFunds: false },
      ["rule too_few_lines", "rule never_balances"],
    ],
    ["two debits", { lines: ["debit 2202.01 of merchant: fee", "debit 6001: fee"] }, ["rule never_balances"]],
    [
      "no credit in one of its assets",
      {
        crossesFunds: false,
        lines: [
          "debit 2314.01 of seller: quantity in bond",
          "debit 2202.02 of buyer: price in cash",
          "credit 2202.02 of seller: price in cash",
        ],
      },
      ["rule never_balances"],
    ],
    ["a line twice", { lines: [...FEE.lines, "credit 6001: fee"] }, ["3 line_repeated", "rule never_balances"]],
    ["a line and its opposite", { lines: [...FEE.lines, "debit 6001: fee"] }, ["3 line_undone", "rule never_balances"]],
    ["both funds without the mark", { crossesFunds: false }, ["rule funds_crossed"]],
    [
      "the mark without both funds",
      { lines: ["debit 2202.01 of merchant: fee", "credit 2202.02 of merchant: fee"] },
      ["rule funds_not_crossed"],
    ],
    [
      "assets named on some lines only",
      {
        crossesFunds: false,
        lines: ["debit 2202.01 of merchant: fee in cash", "credit 2202.02 of merchant: fee"],
      },
      ["2 asset_missing", "2 amount_in_two_assets"],
    ],
    [
      "no asset where no money is held",
      { crossesFunds: false, lines: ["debit 1321.01: quantity", "credit 2314.01 of holder: quantity"] },
      ["1 asset_missing", "2 asset_missing"],
    ],
    [
      "one amount in two assets",
      {
        crossesFunds: false,
        lines: [
          "debit 2314.01 of seller: amount in bond",
          "credit 2314.01 of buyer: amount in bond",
          "debit 2202.02 of buyer: amount in cash",
          "credit 2202.02 of seller: amount in cash",
        ],
      },
      ["3 amount_in_two_assets"],
    ],
    ["open lines without approval", { lines: ["as approved"] }, ["1 open_lines_unapproved"]],
    ["open lines among others", { lines: ["as approved", ...FEE.lines] }, ["1 open_lines_mixed"]],
    ["an empty meaning", { meaning: { en: "A fee.", zh: " " } }, ["rule words_missing"]],
    ["an event that is no name", { event: "Fee charged" }, ["rule event_misnamed"]],
    ["an example out of balance", { example: { amounts: { fee: "0" } } }, ["rule example_wrong", "rule example_wrong"]],
    ["an example of nothing", { example: {} }, ["rule example_wrong"]],
    [
      "an example whose debits and credits differ",
      {
        lines: ["debit 2202.01 of merchant: fee", "debit 2202.02 of merchant: share", "credit 6001: cost"],
        example: { amounts: { fee: "1", share: "1", cost: "3" } },
      },
      ["rule example_wrong"],
    ],
    ["an example of another name", { example: { amounts: { fee: "1", share: "1" } } }, ["rule example_wrong"]],
    [
      "an example finer than its asset",
      { example: { amounts: { fee: "0.005" } } },
      ["rule example_wrong", "rule example_wrong"],
    ],
    [
      "an example in what the account cannot hold",
      { example: { amounts: { fee: "1" }, assets: { asset: "240011.IB" } } },
      ["rule example_wrong", "rule example_wrong"],
    ],
  ])("with %s is refused", (_what, change, problems) => {
    expect(problemsOf(change)).toEqual(problems);
  });

  it("can balance exactly when some amounts above zero balance it", () => {
    fc.assert(
      fc.property(moneyLines, (lines) => {
        const codes = checkRule({ ...FEE, lines: lines.map(printLine), crossesFunds: crosses(lines) }).problems;
        const never = codes.some((problem) => problem.code === "never_balances");
        expect(never).toBe(!canBalance(lines));
      }),
      { numRuns: 400 },
    );
  });
});

describe("a catalogue", () => {
  it("is lawful, with a voucher to show for every rule", () => {
    expect(checkCatalogue(RULE_SOURCES)).toMatchObject({ ok: true });
    for (const rule of ALL_RULES) expect(rule.example.length).toBeGreaterThan(1);
  });

  it("counts an event's versions from 1, without a gap and without two of a number", () => {
    const second = { ...FEE, version: 2 };
    expect(checkCatalogue([FEE, second])).toMatchObject({ ok: true });
    expect(detailsOf([second])).toEqual([
      "merchant_fee.charged version 2: The next version of this event is 1. Number it so; versions count from 1.",
    ]);
    expect(detailsOf([FEE, FEE])).toEqual([
      "merchant_fee.charged version 1: This version stands above already. A changed rule is the next version, below the old one.",
    ]);
    expect(detailsOf([FEE, second, FEE, { ...FEE, version: 3 }])).toHaveLength(1);
  });

  it("says every problem with its rule and line", () => {
    expect(detailsOf([{ ...FEE, lines: ["debit 2202.01: fee", "credit 6001: tip"] }])).toEqual([
      expect.stringMatching(
        /^merchant_fee.charged version 1, line 1: 2202.01 has many accounts\. Say whose: of merchant,/,
      ),
      `merchant_fee.charged version 1, line 2: "tip" is no amount of the vocabulary. Use a known name or add it there.`,
    ]);
    expect(sayProblem({ event: "a.b", version: 1, line: 2, code: "line_repeated", message: "So." })).toBe(
      "a.b version 1, line 2: So.",
    );
  });
});

function detailsOf(sources: readonly RuleSource[]): readonly string[] {
  const checked = checkCatalogue(sources);
  return checked.ok ? [] : (checked.refusal.details ?? []);
}

type Line = LineShape & { readonly amount: AmountName };
const PLACES = Object.keys(ACCOUNT_PLACES) as AccountPlace[];
const NAMES = Object.keys(AMOUNTS) as AmountName[];

function rolesOf(place: AccountPlace): (Role | null)[] {
  const { dimension } = ACCOUNT_PLACES[place];
  if (dimension === "COMPANY") return [null];
  return (Object.keys(ROLES) as Role[]).filter((role) => ROLES[role].dimension === dimension);
}

function assetsOf(place: AccountPlace): (AssetWord | null)[] {
  const words = Object.keys(ASSET_WORDS) as AssetWord[];
  return [null, ...words.filter((word) => ASSET_WORDS[word].kind === assetKindOf(place))];
}

const side = fc.constantFrom("DEBIT" as const, "CREDIT" as const);
const lawfulLine: fc.Arbitrary<Line> = fc.constantFrom(...PLACES).chain((place) =>
  fc.record({
    side,
    place: fc.constant(place),
    role: fc.constantFrom(...rolesOf(place)),
    amount: fc.constantFrom(...NAMES),
    asset: fc.constantFrom(...assetsOf(place)),
  }),
);

/** Lines of money with few names, so that they meet each other; no two of one account and amount. */
const moneyLines: fc.Arbitrary<Line[]> = fc.uniqueArray(
  fc.constantFrom(...PLACES.filter((place) => assetKindOf(place) === "CASH")).chain((place) =>
    fc.record({
      side,
      place: fc.constant(place),
      role: fc.constantFrom(...rolesOf(place)),
      amount: fc.constantFrom<AmountName>("amount", "fee", "share"),
      asset: fc.constant(null),
    }),
  ),
  { minLength: 2, maxLength: 5, selector: (line) => `${line.place} ${line.role} ${line.amount}` },
);

function crosses(lines: readonly Line[]): boolean {
  return new Set(lines.map((line) => fundOwnerOf(line.place))).size === 2;
}

/** By trying: five lines need no amount above four to balance, if any amounts do. */
function canBalance(lines: readonly Line[]): boolean {
  const names = [...new Set(lines.map((line) => line.amount))];
  const tries = names.reduce<Record<string, number>[]>(
    (found, name) => found.flatMap((one) => [1, 2, 3, 4].map((amount) => ({ ...one, [name]: amount }))),
    [{}],
  );
  return tries.some(
    (amounts) =>
      lines.reduce((sum, line) => sum + (amounts[line.amount] ?? 0) * (line.side === "DEBIT" ? 1 : -1), 0) === 0,
  );
}
