import { expect, it } from "vitest";
import { proposeAdoptionPolicyInput } from "./adoption";

const COMMAND = { commandId: "7d0c7c11-5d0e-4d5f-9d3a-0f3f2a7f2c11", reason: "x" };
const rule = (upTo: string, more: object = {}) => ({
  itemKind: "PAYMENT",
  ourStatus: "CREATED",
  asset: "CNY",
  upTo,
  ...more,
});

it.each([
  ["1000", 100_000n],
  ["1,000.50", 100_050n],
  ["0", 0n],
])("a limit of %s is %s fen", (typed, upToMinor) => {
  expect(proposeAdoptionPolicyInput.parse({ ...COMMAND, rules: [rule(typed)] }).rules).toEqual([
    { itemKind: "PAYMENT", ourStatus: "CREATED", asset: "CNY", upToMinor },
  ]);
});

it.each([
  ["a third decimal", [rule("1.001")]],
  ["a word", [rule("much")]],
  ["less than nothing", [rule("-1")]],
  ["an exponent", [rule("1e3")]],
  ["a status of the other kind", [rule("1", { itemKind: "REFUND" })]],
  ["a status that is decided", [rule("1", { ourStatus: "CLOSED" })]],
  ["one status twice", [rule("1"), rule("2")]],
])("%s is no rule", (_, rules) => {
  expect(proposeAdoptionPolicyInput.safeParse({ ...COMMAND, rules }).success).toBe(false);
});
