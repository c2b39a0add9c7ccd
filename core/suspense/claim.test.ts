import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CLAIM_ACTS, type Claim, outstandingOf, planClaimMovement } from "./claim";

const CLAIM: Claim = { claimNo: "CL1", status: "OPEN", claimedMinor: 1_000n, recoveredMinor: 0n, writtenOffMinor: 0n };

describe("planning what becomes of a claim", () => {
  it.each([
    ["a part comes", "RECOVERY", {}, 400n, { becomes: "OPEN", leftMinor: 600n, event: "suspense.claim_recovered" }],
    ["all comes", "RECOVERY", {}, 1_000n, { becomes: "RECOVERED", leftMinor: 0n }],
    ["the last part comes", "RECOVERY", { recoveredMinor: 900n }, 100n, { becomes: "RECOVERED" }],
    ["a part is given up", "WRITE_OFF", {}, 1n, { becomes: "OPEN", event: "suspense.claim_written_off" }],
    ["the rest is given up", "WRITE_OFF", { recoveredMinor: 900n }, 100n, { becomes: "WRITTEN_OFF" }],
    [
      "the rest comes where a part was given up",
      "RECOVERY",
      { writtenOffMinor: 900n },
      100n,
      { becomes: "WRITTEN_OFF" },
    ],
  ] as const)("%s", (_, act, given, amountMinor, plan) => {
    expect(planClaimMovement(act, { ...CLAIM, ...given }, amountMinor)).toMatchObject({ ok: true, value: plan });
  });

  it.each([
    [
      "a claim that is closed, whatever the amount",
      { status: "RECOVERED", recoveredMinor: 1_000n },
      0n,
      "claim_closed",
    ],
    ["nothing", {}, 0n, "claim_amount_missing"],
    ["less than nothing", {}, -1n, "claim_amount_missing"],
    ["more than is owed", { recoveredMinor: 1n }, 1_000n, "claim_amount_too_large"],
  ] as const)("refuses %s", (_, given, amountMinor, code) => {
    for (const act of CLAIM_ACTS) {
      expect(planClaimMovement(act, { ...CLAIM, ...given }, amountMinor)).toMatchObject({ refusal: { code } });
    }
  });

  it("whatever comes and is given up, in whatever parts, adds up to what was claimed and then ends", () => {
    const step = fc.record({ act: fc.constantFrom(...CLAIM_ACTS), amountMinor: fc.bigInt(1n, 1_200n) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let claim = CLAIM;
        for (const { act, amountMinor } of steps) {
          const planned = planClaimMovement(act, claim, amountMinor);
          const before = outstandingOf(claim);
          expect(planned.ok).toBe(claim.status === "OPEN" && amountMinor <= before);
          if (!planned.ok) continue;
          const { becomes, leftMinor } = planned.value;
          expect(leftMinor).toBe(before - amountMinor);
          const key = act === "RECOVERY" ? "recoveredMinor" : "writtenOffMinor";
          claim = { ...claim, status: becomes, [key]: claim[key] + amountMinor };
          expect(claim.status === "OPEN").toBe(outstandingOf(claim) > 0n);
        }
      }),
    );
  });
});
