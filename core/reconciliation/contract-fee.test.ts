import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ChargedLine, contractFee, type FeeContract, plainContractFee } from "./contract-fee";

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

test("is the same worked out without bigints", () => {
  const most = 10 ** 11 - 1;
  const contracts = fc.record<FeeContract>({
    costBps: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 10_000 })),
    comparesFee: fc.boolean(),
    toleranceMinor: fc.bigInt({ min: 0n, max: 20n }),
  });
  const amounts = fc.oneof(fc.nat(most), fc.nat(2_000_000));
  const offs = fc.integer({ min: -20, max: 20 });
  const property = fc.property(contracts, fc.boolean(), amounts, offs, (terms, isPayment, amount, off) => {
    const kind = isPayment ? "PAYMENT" : "REFUND";
    const charged = { kind, status: "SUCCEEDED", amountMinor: BigInt(amount) } as const;
    const exact = contractFee({ ...charged, feeMinor: 0n }, { ...terms, toleranceMinor: 0n });
    const due = contractFee({ ...charged, feeMinor: exact + BigInt(off) }, terms);
    expect(BigInt(plainContractFee({ isPayment, amount, fee: Number(exact) + off }, terms))).toBe(due);
  });
  fc.assert(property, { numRuns: 5_000 });
});
