import fc from "fast-check";
import { expect, it } from "vitest";
import type { Role } from "@/core/permissions/permissions";
import {
  type ApprovalFacts,
  type CheckerFacts,
  decideApproval,
  decideWithdrawal,
  type Signature,
} from "./decide-approval";

/**
 * Random lives of one request: signed, rejected, withdrawn, timed out, its object changed, people disabled and stripped of
 * roles in between. The engine's two decisions are driven exactly as the commands drive them, and a reference that knows
 * nothing of seats or refusals watches what took effect.
 */
const PEOPLE: Readonly<Record<string, readonly Role[]>> = {
  maker: ["FINANCE", "FINANCE_LEAD"],
  editor: ["FINANCE_LEAD"],
  finance: ["FINANCE"],
  finance2: ["FINANCE"],
  lead: ["FINANCE_LEAD"],
  lead2: ["FINANCE_LEAD"],
  admin: ["ADMIN"],
  clerk: ["OPERATOR"],
};
const NAMES = Object.keys(PEOPLE);
type Step =
  | {
      readonly do: "sign" | "reject" | "disable" | "enable" | "strip" | "regain";
      readonly who: string;
      readonly isLate: boolean;
    }
  | { readonly do: "withdraw" | "change" | "expire"; readonly who: string; readonly isLate: boolean };
const steps = fc.array(
  fc.record({
    do: fc.constantFrom(
      "sign",
      "sign",
      "sign",
      "sign",
      "reject",
      "withdraw",
      "disable",
      "enable",
      "strip",
      "regain",
      "change",
      "expire",
    ),
    who: fc.constantFrom(...NAMES),
    isLate: fc.boolean(),
  }) as fc.Arbitrary<Step>,
  { maxLength: 14 },
);
type Rule = { requiredRoles: string[]; excludes: readonly ("EDITOR" | "PORTFOLIO" | "DELEGATE")[] };
const rules = fc.constantFrom<Rule[]>(
  { requiredRoles: ["FINANCE"], excludes: [] },
  { requiredRoles: ["FINANCE", "FINANCE_LEAD"], excludes: ["EDITOR"] },
  { requiredRoles: ["ADMIN_OR_LEAD"], excludes: ["EDITOR"] },
);
/** Who stands in for whom, from the beginning. */
const LENT: Readonly<Record<string, readonly string[]>> = {
  finance: ["maker"],
  finance2: ["lead"],
  admin: ["lead2"],
  clerk: ["maker"],
};

class World {
  status = "PENDING";
  version = 1;
  isChanged = false;
  isExpired = false;
  executions = 0;
  signatures: Omit<Signature, "isLive">[] = [];
  readonly disabled = new Set<string>();
  readonly stripped = new Set<string>();
  constructor(readonly rule: Rule) {}

  rolesOf(who: string): readonly Role[] {
    return this.disabled.has(who) || this.stripped.has(who) ? [] : (PEOPLE[who] ?? []);
  }
  facts(): ApprovalFacts {
    const isLive = (one: Omit<Signature, "isLive">) =>
      [one.checkerId, one.onBehalfOfId].every((who) => who === null || this.rolesOf(who).length > 0);
    return {
      approvalNo: "AP1",
      status: this.status,
      version: this.version,
      isExpired: this.isExpired,
      endedBy: null,
      makerId: "maker",
      editorIds: ["editor"],
      merchantNo: null,
      makersDelegateIds: ["clerk"],
      signatures: this.signatures.map((one) => ({ ...one, isLive: isLive(one) })),
      ...this.rule,
    };
  }
  checker(who: string): CheckerFacts {
    const standsInFor = (LENT[who] ?? [])
      .filter((lender) => !this.disabled.has(lender))
      .map((lender) => ({ userId: lender, roles: this.rolesOf(lender) }));
    return { userId: who, isDisabled: this.disabled.has(who), roles: this.rolesOf(who), portfolio: [], standsInFor };
  }
  /** As the commands do it. */
  take({ do: act, who, isLate }: Step): void {
    const seenVersion = isLate ? this.version - 1 : this.version;
    if (act === "sign" || act === "reject") {
      const verdict = act === "sign" ? "APPROVE" : "REJECT";
      const wish = { seenVersion, verdict, note: "because", isStale: this.isChanged } as const;
      const decided = decideApproval(this.facts(), this.checker(who), wish);
      if (!decided.ok) return;
      const { seat, onBehalfOfId, outcome } = decided.value;
      if (outcome === "SIGNED" || outcome === "EXECUTED") this.signatures.push({ seat, checkerId: who, onBehalfOfId });
      if (outcome === "EXECUTED") this.executed();
      if (outcome !== "SIGNED") this.end(outcome);
    }
    if (act === "withdraw" && decideWithdrawal(this.facts(), who, seenVersion).ok) {
      expect(who).toBe("maker");
      this.end("WITHDRAWN");
    }
    if (act === "disable") this.disabled.add(who);
    if (act === "enable") this.disabled.delete(who);
    if (act === "strip") this.stripped.add(who);
    if (act === "regain") this.stripped.delete(who);
    if (act === "change") this.isChanged = true;
    if (act === "expire") this.isExpired = true;
  }
  end(status: string): void {
    this.status = status;
    this.version += 1;
  }
  /** The reference: what has to be so whenever something takes effect, whoever decided that it may. */
  executed(): void {
    this.executions += 1;
    const { requiredRoles, excludes } = this.rule;
    const people = this.signatures.flatMap((one) => [one.checkerId, ...(one.onBehalfOfId ? [one.onBehalfOfId] : [])]);
    expect(this.executions).toBe(1);
    expect(this.status).toBe("PENDING");
    expect(this.isChanged || this.isExpired).toBe(false);
    expect(people).not.toContain("maker");
    if (excludes.includes("EDITOR")) expect(people).not.toContain("editor");
    expect(new Set(people).size).toBe(people.length);
    expect(this.signatures.map((one) => one.seat).sort()).toEqual([...requiredRoles].sort());
    for (const one of this.signatures) {
      const roles = this.rolesOf(one.onBehalfOfId ?? one.checkerId);
      const can = {
        FINANCE: ["FINANCE", "FINANCE_LEAD"],
        FINANCE_LEAD: ["FINANCE_LEAD"],
        ADMIN_OR_LEAD: ["ADMIN", "FINANCE_LEAD"],
      };
      expect(roles.some((role) => (can[one.seat as keyof typeof can] as string[]).includes(role))).toBe(true);
      expect(this.rolesOf(one.checkerId)).not.toEqual([]);
      if (one.seat !== "ADMIN_OR_LEAD") expect(this.rolesOf(one.checkerId)).not.toContain("ADMIN");
    }
  }
}

it("5,000 sequences: nothing takes effect unsigned, twice, stale, by its maker, or by who may not", () => {
  let executed = 0;
  fc.assert(
    fc.property(rules, steps, (rule, sequence) => {
      const world = new World(rule);
      for (const step of sequence) world.take(step);
      if (world.status === "PENDING") expect(world.signatures.length).toBeLessThan(rule.requiredRoles.length);
      expect(world.executions).toBe(world.status === "EXECUTED" ? 1 : 0);
      executed += world.executions;
    }),
    { numRuns: 5_000 },
  );
  // The sequences reach what they watch.
  expect(executed).toBeGreaterThan(500);
});
