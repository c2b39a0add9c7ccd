import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ROLES, type Role } from "@/core/permissions/permissions";
import {
  type ApprovalFacts,
  type CheckerFacts,
  decideApproval,
  decideWithdrawal,
  type Signature,
  type Wish,
} from "./decide-approval";

const ONE: ApprovalFacts = {
  approvalNo: "AP1",
  status: "PENDING",
  version: 3,
  isExpired: false,
  endedBy: null,
  makerId: "maker",
  requiredRoles: ["FINANCE"],
  excludes: [],
  editorIds: [],
  merchantNo: null,
  makersDelegateIds: [],
  signatures: [],
};
const TWO: ApprovalFacts = { ...ONE, requiredRoles: ["FINANCE", "FINANCE_LEAD"] };
const STRICT: ApprovalFacts = {
  ...ONE,
  excludes: ["EDITOR", "PORTFOLIO", "DELEGATE"],
  editorIds: ["editor"],
  makersDelegateIds: ["delegate"],
  merchantNo: "M1",
};

function checker(userId: string | null, ...roles: Role[]): CheckerFacts {
  return { userId, isDisabled: false, roles, portfolio: [], standsInFor: [] };
}
const FINANCE = checker("finance", "FINANCE");
const LEAD = checker("lead", "FINANCE_LEAD");
/** Finance, to whom the lead has lent their signature. */
const DEPUTY: CheckerFacts = {
  ...checker("deputy", "FINANCE"),
  standsInFor: [{ userId: "lead", roles: ["FINANCE_LEAD"] }],
};

function signed(seat: string, checkerId: string, more: Partial<Signature> = {}): Signature {
  return { seat, checkerId, onBehalfOfId: null, isLive: true, ...more };
}

function decide(facts: Partial<ApprovalFacts>, who: CheckerFacts, more: Partial<Wish> = {}) {
  const wish: Wish = { seenVersion: 3, verdict: "APPROVE", note: "", isStale: false, ...more };
  const decided = decideApproval({ ...ONE, ...facts }, who, wish);
  return decided.ok ? decided.value : decided.refusal.code;
}

describe("a decision", () => {
  it.each([
    ["finance alone", ONE, FINANCE, "FINANCE", "EXECUTED"],
    ["a lead in the place of finance", ONE, LEAD, "FINANCE", "EXECUTED"],
    ["finance of two", TWO, FINANCE, "FINANCE", "SIGNED"],
    ["the lead of two", TWO, LEAD, "FINANCE_LEAD", "SIGNED"],
    ["who has both roles signs as lead", TWO, checker("x", "FINANCE", "FINANCE_LEAD"), "FINANCE_LEAD", "SIGNED"],
    ["the last one", { ...TWO, signatures: [signed("FINANCE", "finance")] }, LEAD, "FINANCE_LEAD", "EXECUTED"],
    [
      "a second lead in the place of finance",
      { ...TWO, signatures: [signed("FINANCE_LEAD", "other")] },
      LEAD,
      "FINANCE",
      "EXECUTED",
    ],
    [
      "an administrator where no money moves",
      { ...ONE, requiredRoles: ["ADMIN_OR_LEAD"] },
      checker("x", "ADMIN"),
      "ADMIN_OR_LEAD",
      "EXECUTED",
    ],
    [
      "void where a signature has lost its ground",
      { ...TWO, signatures: [signed("FINANCE", "finance", { isLive: false })] },
      LEAD,
      "FINANCE_LEAD",
      "STALE",
    ],
  ] as const)("%s", (_, facts, who, seat, outcome) => {
    expect(decide(facts, who)).toEqual({ seat, outcome, onBehalfOfId: null });
  });

  it("in another's place: by one's own roles first, and never beside what the lender has signed, made or edited", () => {
    const lead = { ...ONE, requiredRoles: ["FINANCE_LEAD"] };
    expect(decide(TWO, DEPUTY)).toMatchObject({ seat: "FINANCE", onBehalfOfId: null });
    expect(decide(lead, DEPUTY)).toMatchObject({ seat: "FINANCE_LEAD", onBehalfOfId: "lead", outcome: "EXECUTED" });
    expect(decide({ ...lead, makerId: "lead" }, DEPUTY)).toBe("checker_role_missing");
    expect(decide({ ...lead, excludes: ["EDITOR"], editorIds: ["lead"] }, DEPUTY)).toBe("checker_role_missing");
    const half = { requiredRoles: ["FINANCE", "FINANCE_LEAD"], signatures: [signed("FINANCE", "lead")] };
    expect(decide(half, DEPUTY)).toBe("checker_role_missing");
    const lent = { ...TWO, signatures: [signed("FINANCE_LEAD", "deputy", { onBehalfOfId: "lead" })] };
    expect(decide(lent, LEAD)).toBe("checker_decided_already");
    expect(decide(lent, DEPUTY)).toBe("checker_decided_already");
  });
});

describe("a decision is refused, most basic reason first", () => {
  const half = { ...TWO, signatures: [signed("FINANCE", "finance")] };
  const rejects = { verdict: "REJECT", note: " " } as const;
  it.each([
    ["approval_closed", { status: "EXECUTED", makerId: "finance" }, FINANCE, {}],
    ["checker_is_maker", { makerId: "finance", isExpired: true }, FINANCE, { seenVersion: 1 }],
    ["checker_missing", {}, checker(null, "FINANCE"), {}],
    ["checker_disabled", { isExpired: true }, { ...FINANCE, isDisabled: true }, {}],
    ["checker_is_editor", STRICT, checker("editor", "FINANCE"), {}],
    ["checker_is_delegate", STRICT, checker("delegate", "FINANCE"), {}],
    ["checker_has_portfolio", STRICT, { ...FINANCE, portfolio: ["M1"] }, {}],
    ["checker_decided_already", half, FINANCE, { seenVersion: 1 }],
    ["approval_changed", { isExpired: true }, FINANCE, { seenVersion: 2 }],
    ["approval_expired", { isExpired: true }, checker("x", "OPERATOR"), {}],
    ["checker_role_missing", {}, checker("x", "OPERATOR", "AUDITOR", "ADMIN"), rejects],
    ["checker_role_missing", half, checker("x", "FINANCE"), {}],
    ["rejection_reason_missing", {}, FINANCE, rejects],
  ] as const)("%s", (code, facts, who, more) => {
    expect(decide(facts, who, more)).toBe(code);
  });
});

describe("a withdrawal", () => {
  const withdraw = (facts: Partial<ApprovalFacts>, userId: string | null, seen = 3) => {
    const decided = decideWithdrawal({ ...ONE, ...facts }, userId, seen);
    return decided.ok ? decided.value : decided.refusal.code;
  };
  it("is the maker's, until it is decided", () => {
    expect(withdraw({}, "maker")).toBe("WITHDRAWN");
    expect(withdraw({}, "finance")).toBe("withdrawal_not_maker");
    expect(withdraw({}, null)).toBe("withdrawal_not_maker");
    expect(withdraw({}, "maker", 2)).toBe("approval_changed");
    expect(withdraw({ status: "EXECUTED" }, "maker")).toBe("approval_closed");
  });
  it("names who was faster", () => {
    const ended = decideWithdrawal({ ...ONE, status: "EXECUTED", endedBy: "Li Na" }, "maker", 3);
    expect(ended).toMatchObject({ refusal: { params: { status: "EXECUTED", by: "Li Na" } } });
  });
});

describe("laws", () => {
  const people = ["maker", "a", "b", "c"];
  const roles = fc.subarray([...ROLES]);
  const anyone = fc.record({
    userId: fc.option(fc.constantFrom(...people)),
    isDisabled: fc.boolean(),
    roles,
    portfolio: fc.subarray(["M1", "M2"]),
    standsInFor: fc.array(fc.record({ userId: fc.constantFrom(...people), roles }), { maxLength: 2 }),
  });
  const anything = fc.record({
    approvalNo: fc.constant("AP1"),
    status: fc.constantFrom("PENDING", "PENDING", "EXECUTED", "STALE"),
    version: fc.nat(3),
    isExpired: fc.boolean(),
    endedBy: fc.constant(null),
    makerId: fc.constant("maker"),
    requiredRoles: fc.constantFrom(["FINANCE"], ["FINANCE", "FINANCE_LEAD"], ["ADMIN_OR_LEAD"]),
    excludes: fc.subarray(["EDITOR", "PORTFOLIO", "DELEGATE"] as const),
    editorIds: fc.subarray(people),
    merchantNo: fc.option(fc.constantFrom("M1", "M2")),
    makersDelegateIds: fc.subarray(people),
    signatures: fc.array(
      fc.record({
        seat: fc.constantFrom("FINANCE", "FINANCE_LEAD"),
        checkerId: fc.constantFrom("a", "b"),
        onBehalfOfId: fc.option(fc.constantFrom("c")),
        isLive: fc.boolean(),
      }),
      { maxLength: 1 },
    ),
  });

  it("the maker never decides, nobody twice, no excluded one, and a signature is one that was missing and that roles give", () => {
    fc.assert(
      fc.property(anything, anyone, fc.boolean(), (facts, who, isStale) => {
        const wish: Wish = { seenVersion: facts.version, verdict: "APPROVE", note: "", isStale };
        const decided = decideApproval(facts, who, wish);
        if (!decided.ok) return;
        const { seat, onBehalfOfId, outcome } = decided.value;
        const involved = facts.signatures.flatMap((one) => [one.checkerId, one.onBehalfOfId]);
        expect([null, "maker", ...involved]).not.toContain(who.userId);
        expect(["maker", ...involved.filter((one) => one !== null)]).not.toContain(onBehalfOfId);
        expect(who.isDisabled).toBe(false);
        if (facts.excludes.includes("EDITOR")) expect(facts.editorIds).not.toContain(who.userId);
        if (facts.excludes.includes("PORTFOLIO")) expect(who.portfolio).not.toContain(facts.merchantNo);
        expect(facts.requiredRoles).toContain(seat);
        expect(facts.signatures.map((one) => one.seat)).not.toContain(seat);
        const isAlive = !isStale && facts.signatures.every((one) => one.isLive);
        expect(outcome === "STALE").toBe(!isAlive);
        if (isAlive) expect(outcome === "EXECUTED").toBe(facts.signatures.length + 1 === facts.requiredRoles.length);
      }),
      { numRuns: 2_000 },
    );
  });
});
