import { describe, expect, it } from "vitest";
import { decideRights, type RightsFacts } from "./decide-rights";

const FACTS: RightsFacts = {
  login: "li.na",
  isActor: false,
  now: { roles: ["OPERATOR"], merchantNos: [], isEnabled: true },
  otherAdmins: 1,
};
const ADMIN: RightsFacts = { ...FACTS, now: { ...FACTS.now, roles: ["ADMIN"] }, otherAdmins: 0 };

describe("what a user may do", () => {
  it.each([
    ["another role", FACTS, { roles: ["FINANCE"], merchantNos: [] }],
    ["some merchants only", FACTS, { roles: ["OPERATOR"], merchantNos: ["M1"] }],
    [
      "being let in again",
      { ...FACTS, now: { ...FACTS.now, isEnabled: false } },
      { roles: ["OPERATOR"], merchantNos: [] },
    ],
    ["an administrator with more", ADMIN, { roles: ["ADMIN", "AUDITOR"], merchantNos: [] }],
    [
      "a disabled administrator",
      { ...ADMIN, now: { ...ADMIN.now, isEnabled: false } },
      { roles: ["AUDITOR"], merchantNos: [] },
    ],
  ] as const)("can be proposed: %s", (_, facts, wanted) => {
    expect(decideRights(facts, wanted).ok).toBe(true);
  });

  it.each([
    ["user_is_self", { ...FACTS, isActor: true }, { roles: [], merchantNos: [] }],
    ["user_without_roles", FACTS, { roles: [], merchantNos: [] }],
    ["rights_unchanged", FACTS, { roles: ["OPERATOR", "OPERATOR"], merchantNos: [] }],
    ["user_is_last_admin", ADMIN, { roles: ["OPERATOR"], merchantNos: [] }],
  ] as const)("is refused: %s", (code, facts, wanted) => {
    const decided = decideRights(facts, wanted);
    expect(decided.ok ? "done" : decided.refusal.code).toBe(code);
  });
});
