import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideRepayout, type RepayoutFacts } from "./decide-repayout";
import { PAYOUT_STATUSES, REPAYOUT_CHOICES } from "./payout";

const ENDED = { outNo: "X1", isOpen: false, isContradicted: false };
const FACTS: RepayoutFacts = {
  payoutNo: "PO1",
  status: "FAILED",
  amountMinor: 100n,
  isStopped: false,
  attempts: [ENDED],
  payee: { accountRef: "BA1", isOpen: true },
  channel: { code: "wechat", reserveMinor: 100n },
};
const codeOf = (given: Partial<RepayoutFacts>, choice: (typeof REPAYOUT_CHOICES)[number] = "REPAY") => {
  const decided = decideRepayout({ ...FACTS, ...given }, choice);
  return decided.ok ? "accepted" : decided.refusal.code;
};

describe("another attempt", () => {
  it.each([
    ["accepted", {}],
    ["accepted", { status: "BOUNCED" }],
    ["payout_in_doubt", { status: "IN_DOUBT", attempts: [{ ...ENDED, isOpen: true }] }],
    ["payout_in_doubt", { attempts: [ENDED, { ...ENDED, isOpen: true }] }],
    ["payout_contradicted", { attempts: [{ ...ENDED, isContradicted: true }] }],
    ["payout_not_failed", { status: "SUCCEEDED" }],
    ["payout_not_failed", { status: "RETURNED" }],
    ["money_out_stopped", { isStopped: true }],
    ["payout_payee_closed", { payee: { accountRef: "BA1", isOpen: false } }],
    ["channel_unknown", { channel: null }],
    ["payout_reserve_short", { channel: { code: "wechat", reserveMinor: 99n } }],
  ] as [string, Partial<RepayoutFacts>][])("%s: %o", (code, given) => {
    expect(codeOf(given)).toBe(code);
  });

  it("gives the money back even while nothing is sent out, to a payee that is closed", () => {
    const given = { isStopped: true, payee: { accountRef: "BA1", isOpen: false }, channel: null };
    expect(codeOf(given, "RETURN")).toBe("accepted");
  });

  it("is never made, and nothing given back, while any attempt may still pay", () => {
    const attempt = fc.record({ outNo: fc.string(), isOpen: fc.boolean(), isContradicted: fc.boolean() });
    const facts = fc.record({
      status: fc.constantFrom(...PAYOUT_STATUSES),
      attempts: fc.array(attempt, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(facts, fc.constantFrom(...REPAYOUT_CHOICES), (given, choice) => {
        const isAllowed = decideRepayout({ ...FACTS, ...given }, choice).ok;
        const mayStillPay = given.attempts.some((one) => one.isOpen);
        return !isAllowed || (!mayStillPay && (given.status === "FAILED" || given.status === "BOUNCED"));
      }),
    );
  });
});
