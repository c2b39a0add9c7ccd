import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ROLES, type Role } from "@/core/permissions/permissions";
import { checkerRuleOf } from "./checker-rule";
import {
  type ApprovalFacts,
  type CheckerFacts,
  checkersOfResolution,
  decideApproval,
  TWO_CHECKERS_ABOVE_MINOR,
  type Verdict,
} from "./decide-approval";

const ONE: ApprovalFacts = {
  approvalNo: "AP1",
  status: "PENDING",
  version: 3,
  isExpired: false,
  makerId: "maker",
  requiredRoles: ["FINANCE"],
  approvedAs: [],
  decidedBy: [],
};
const TWO: ApprovalFacts = { ...ONE, requiredRoles: ["FINANCE", "FINANCE_LEAD"] };

function checker(userId: string | null, ...roles: Role[]): CheckerFacts {
  return { userId, roles };
}
const FINANCE = checker("finance", "FINANCE");
const LEAD = checker("lead", "FINANCE_LEAD");

function decide(
  facts: Partial<ApprovalFacts>,
  who: CheckerFacts,
  more: { seen?: number; verdict?: Verdict; note?: string } = {},
) {
  const { seen = 3, verdict = "APPROVE", note = "" } = more;
  const decided = decideApproval({ ...ONE, ...facts }, who, seen, verdict, note);
  return decided.ok ? decided.value : decided.refusal.code;
}

describe("who has to check", () => {
  it.each([
    ["REFUND_TO_PAYER", 100n, "CNY", 1, "ORDINARY"],
    ["REFUND_TO_PAYER", TWO_CHECKERS_ABOVE_MINOR, "CNY", 1, "ORDINARY"],
    ["REFUND_TO_PAYER", TWO_CHECKERS_ABOVE_MINOR + 1n, "CNY", 2, "LARGE"],
    ["REFUND_TO_PAYER", 1n, "USD", 2, "OTHER_ASSET"],
    ["WRITE_OFF_AS_LOSS", 1n, "CNY", 2, "LOSS"],
    ["WRITE_OFF_AS_LOSS", TWO_CHECKERS_ABOVE_MINOR + 1n, "USD", 2, "LOSS"],
  ])("%s of %d %s: %d, since it is %s", (resolution, amountMinor, asset, count, rule) => {
    expect(checkersOfResolution(resolution, amountMinor, asset)).toHaveLength(count);
    expect(checkerRuleOf(resolution, amountMinor, asset)).toBe(rule);
  });

  it("the rule that is told is the rule that counts", () => {
    const resolutions = fc.constantFrom("WRITE_OFF_AS_LOSS", "REFUND_TO_PAYER", "OFFSET");
    const amounts = fc.bigInt(1n, 10n ** 8n);
    fc.assert(
      fc.property(resolutions, amounts, fc.constantFrom("CNY", "USD"), (resolution, amountMinor, asset) => {
        const isOrdinary = checkerRuleOf(resolution, amountMinor, asset) === "ORDINARY";
        expect(checkersOfResolution(resolution, amountMinor, asset)).toHaveLength(isOrdinary ? 1 : 2);
      }),
    );
  });
});

describe("a decision", () => {
  it.each([
    ["finance alone", ONE, FINANCE, { asRole: "FINANCE", completes: true }],
    ["a lead in the place of finance", ONE, LEAD, { asRole: "FINANCE", completes: true }],
    ["finance of two", TWO, FINANCE, { asRole: "FINANCE", completes: false }],
    ["the lead of two", TWO, LEAD, { asRole: "FINANCE_LEAD", completes: false }],
    [
      "who has both roles signs as lead",
      TWO,
      checker("x", "FINANCE", "FINANCE_LEAD"),
      { asRole: "FINANCE_LEAD", completes: false },
    ],
    [
      "the last one",
      { ...TWO, approvedAs: ["FINANCE"], decidedBy: ["finance"] },
      LEAD,
      { asRole: "FINANCE_LEAD", completes: true },
    ],
    [
      "a second lead in the place of finance",
      { ...TWO, approvedAs: ["FINANCE_LEAD"], decidedBy: ["other"] },
      LEAD,
      { asRole: "FINANCE", completes: true },
    ],
  ])("%s", (_, facts, who, decision) => {
    expect(decide(facts, who)).toEqual(decision);
  });
});

describe("a decision is refused, most basic reason first", () => {
  const signed = { ...TWO, approvedAs: ["FINANCE"], decidedBy: ["finance"] };
  const rejects = { verdict: "REJECT", note: " " } as const;
  it.each([
    ["approval_closed", { status: "EXECUTED", makerId: "finance" }, FINANCE, {}],
    ["checker_is_maker", { makerId: "finance", isExpired: true }, FINANCE, { seen: 1 }],
    ["checker_is_maker", {}, checker(null, "FINANCE"), {}],
    ["checker_decided_already", signed, FINANCE, { seen: 1 }],
    ["approval_changed", { isExpired: true }, FINANCE, { seen: 2 }],
    ["approval_expired", { isExpired: true }, checker("x", "OPERATOR"), {}],
    ["checker_role_missing", {}, checker("x", "OPERATOR", "AUDITOR", "ADMIN"), rejects],
    ["checker_role_missing", signed, checker("x", "FINANCE"), {}],
    ["rejection_reason_missing", {}, FINANCE, rejects],
  ] as const)("%s", (code, facts, who, more) => {
    expect(decide(facts, who, more)).toBe(code);
  });
});

describe("laws", () => {
  const anyone = fc.record({
    userId: fc.option(fc.constantFrom("maker", "a", "b")),
    roles: fc.subarray([...ROLES]),
  });
  const anything = fc.record({
    approvalNo: fc.constant("AP1"),
    status: fc.constantFrom("PENDING", "PENDING", "EXECUTED", "STALE"),
    version: fc.nat(3),
    isExpired: fc.boolean(),
    makerId: fc.constant("maker"),
    requiredRoles: fc.constantFrom(["FINANCE"], ["FINANCE", "FINANCE_LEAD"]),
    approvedAs: fc.subarray(["FINANCE", "FINANCE_LEAD"]),
    decidedBy: fc.subarray(["a", "b"]),
  });

  it("the maker never decides, nobody decides twice, and a signature is one that was missing and that the roles give", () => {
    fc.assert(
      fc.property(anything, anyone, fc.constantFrom("APPROVE" as const, "REJECT" as const), (facts, who, verdict) => {
        const decided = decideApproval(facts, who, facts.version, verdict, "because");
        if (!decided.ok) return;
        const { asRole, completes } = decided.value;
        expect(who.userId).not.toBe("maker");
        expect(who.userId).not.toBeNull();
        expect(facts.decidedBy).not.toContain(who.userId);
        expect(facts.requiredRoles).toContain(asRole);
        expect(facts.approvedAs).not.toContain(asRole);
        expect(who.roles.some((role) => role === asRole || role === "FINANCE_LEAD")).toBe(true);
        expect(completes).toBe(facts.approvedAs.length + 1 === facts.requiredRoles.length);
      }),
    );
  });
});
