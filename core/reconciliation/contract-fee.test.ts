import { describe, expect, test } from "vitest";
import { type ChargedLine, contractFee, type FeeContract } from "./contract-fee";

const contract: FeeContract = { costBps: 60, comparesFee: true, toleranceMinor: 0n };
const line: ChargedLine = { kind: "PAYMENT", status: "SUCCEEDED", amountMinor: 10_000n, feeMinor: 61n };

describe("the fee that a line should have", () => {
  test.each<[string, Partial<ChargedLine>, Partial<FeeContract>, bigint]>([
    ["is the rate on its amount", {}, {}, 60n],
    ["is given back with a refund", { kind: "REFUND", feeMinor: -61n }, {}, -60n],
    ["is rounded half up, away from nothing", { amountMinor: 75n }, { costBps: 100 }, 1n],
    ["is none on a refund that failed", { kind: "REFUND", status: "FAILED", feeMinor: 0n }, {}, 0n],
    ["is what was charged where no rate is agreed", {}, { costBps: null }, 61n],
    ["is what was charged where fees are not compared", {}, { comparesFee: false }, 61n],
    ["is what was charged within the tolerance", {}, { toleranceMinor: 1n }, 61n],
    ["is the contract's beyond the tolerance", { feeMinor: 62n }, { toleranceMinor: 1n }, 60n],
  ])("%s", (_, change, terms, due) => {
    expect(contractFee({ ...line, ...change }, { ...contract, ...terms })).toBe(due);
  });
});
