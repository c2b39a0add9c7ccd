import { expect, test } from "vitest";
import { type DisablingFacts, decideDisabling } from "./decide-disabling";

const FACTS: DisablingFacts = { login: "li.na", isDisabled: false, isActor: false, isAdmin: false, activeAdmins: 1 };

test.each([
  ["already disabled comes first", { isDisabled: true, isActor: true }, "user_disabled_already"],
  ["nobody disables themselves", { isActor: true, isAdmin: true, activeAdmins: 1 }, "user_is_self"],
  ["the last administrator stays", { isAdmin: true, activeAdmins: 1 }, "user_is_last_admin"],
] satisfies [string, Partial<DisablingFacts>, string][])("%s", (_, facts, code) => {
  const decision = decideDisabling({ ...FACTS, ...facts });
  expect(decision.ok ? null : decision.refusal.code).toBe(code);
});

test("others may be disabled, also an administrator beside another one", () => {
  expect(decideDisabling(FACTS).ok).toBe(true);
  expect(decideDisabling({ ...FACTS, isAdmin: true, activeAdmins: 2 }).ok).toBe(true);
});
