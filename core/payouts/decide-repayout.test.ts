import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AttemptStatus, decideRepayout, type RepayoutFacts } from "./decide-repayout";
import { PAYOUT_STATUSES, REPAYOUT_CHOICES } from "./payout";

const FAILED = { outNo: "X1", status: "FAILED" as const, contradicted: false };
const FACTS: RepayoutFacts = {
  payoutNo: "PO1",
  status: "FAILED",
  amountMinor: 100n,
  isStopped: false,
  attempts: [FAILED],
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
    ["accepted", { status: "BOUNCED", attempts: [{ ...FAILED, status: "SUCCEEDED" }] }],
    ["payout_in_doubt", { status: "IN_DOUBT", attempts: [{ ...FAILED, status: "IN_DOUBT" }] }],
    ["payout_in_doubt", { attempts: [FAILED, { ...FAILED, status: "WAITING" }] }],
    ["payout_contradicted", { attempts: [{ ...FAILED, contradicted: true }] }],
    ["payout_not_failed", { status: "SUCCEEDED", attempts: [{ ...FAILED, status: "SUCCEEDED" }] }],
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
    const status = fc.constantFrom<AttemptStatus>("WAITING", "SENT", "PROCESSING", "IN_DOUBT", "SUCCEEDED", "FAILED");
    const attempt = fc.record({ outNo: fc.string(), status, contradicted: fc.boolean() });
    const facts = fc.record({
      status: fc.constantFrom(...PAYOUT_STATUSES),
      attempts: fc.array(attempt, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(facts, fc.constantFrom(...REPAYOUT_CHOICES), (given, choice) => {
        const isAllowed = decideRepayout({ ...FACTS, ...given }, choice).ok;
        const mayStillPay = given.attempts.some((one) => !["SUCCEEDED", "FAILED"].includes(one.status));
        return !isAllowed || (!mayStillPay && (given.status === "FAILED" || given.status === "BOUNCED"));
      }),
    );
  });
});
