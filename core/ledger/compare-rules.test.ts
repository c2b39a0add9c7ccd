import { expect, it } from "vitest";
import { CATALOGUE } from "./catalogue";
import { compareRules, RULE_PARTS } from "./compare-rules";
import type { RuleSource } from "./rule";

const FEE: RuleSource = CATALOGUE["merchant_fee.charged"].source;

it("says nothing of a first version, and nothing of one that says the same", () => {
  const nothing = { added: [], removed: [], changed: [] };
  expect(compareRules(null, FEE)).toEqual(nothing);
  expect(compareRules(FEE, { ...FEE, version: 2 })).toEqual(nothing);
});

it("names lines that came and went, and every other part that changed", () => {
  const next: RuleSource = {
    ...FEE,
    version: 2,
    lines: ["debit 2202.02 of merchant: fee", "credit 6001: fee"],
    name: { en: "Fee", zh: "手续费" },
    meaning: { en: "A fee.", zh: "收费。" },
    needsApproval: !FEE.needsApproval,
    crossesFunds: !FEE.crossesFunds,
    example: { amounts: { fee: "9.99" } },
  };
  expect(compareRules(FEE, next)).toEqual({
    added: ["debit 2202.02 of merchant: fee"],
    removed: ["debit 2202.01 of merchant: fee"],
    changed: [...RULE_PARTS],
  });
});
