import { expect, it } from "vitest";
import { type AdoptionFacts, type AdoptionRule, decideAdoption } from "./decide-adoption";

const RULES: AdoptionRule[] = [
  { itemKind: "PAYMENT", ourStatus: "UNKNOWN", asset: "CNY", upToMinor: 10_000n },
  { itemKind: "REFUND", ourStatus: "ACCEPTED", asset: "CNY", upToMinor: 500n },
];
const FACTS: AdoptionFacts = {
  itemKind: "PAYMENT",
  ourStatus: "UNKNOWN",
  ours: { amountMinor: 10_000n, asset: "CNY" },
  channel: { status: "SUCCEEDED", amountMinor: 10_000n, asset: "CNY" },
};
const over = (amountMinor: bigint) => ({
  ours: { amountMinor, asset: "CNY" },
  channel: { ...FACTS.channel, amountMinor },
});

it.each<[string, Partial<AdoptionFacts>, string]>([
  ["up to the limit, the limit included", {}, "AUTOMATIC"],
  ["above the limit", over(10_001n), "PROPOSE"],
  ["a status that no rule names", { ourStatus: "CREATED" }, "PROPOSE"],
  ["a refund under its own rule", { itemKind: "REFUND", ourStatus: "ACCEPTED", ...over(500n) }, "AUTOMATIC"],
  ["a refund above it", { itemKind: "REFUND", ourStatus: "ACCEPTED", ...over(501n) }, "PROPOSE"],
  ["an order that was closed", { ourStatus: "CLOSED" }, "NOT_AGREED"],
  ["an order that is paid", { ourStatus: "PAID" }, "NOT_AGREED"],
  ["nothing of ours", { ourStatus: null, ours: null }, "NOT_AGREED"],
  ["a cent less", { channel: { ...FACTS.channel, amountMinor: 9_999n } }, "NOT_AGREED"],
  ["another asset", { channel: { ...FACTS.channel, asset: "USD" } }, "NOT_AGREED"],
  ["not done yet", { channel: { ...FACTS.channel, status: "PROCESSING" } }, "NOT_AGREED"],
  ["failed", { channel: { ...FACTS.channel, status: "FAILED" } }, "NOT_AGREED"],
])("%s", (_, given, expected) => {
  expect(decideAdoption({ ...FACTS, ...given }, RULES)).toBe(expected);
});

it("without rules everything is a person's", () => {
  expect(decideAdoption(FACTS, [])).toBe("PROPOSE");
});
