import { describe, expect, it } from "vitest";
import { completeMention, findTyped, matchPeople } from "./mention-completion";

const PEOPLE = [
  { login: "li.na", name: "Li Na", awayUntil: null },
  { login: "finance", name: "张伟", awayUntil: null },
  { login: "lead", name: "Chen Jie", awayUntil: null },
];

describe("completing a mention", () => {
  it.each([
    ["ask @li", { start: 4, prefix: "li" }],
    ["@", { start: 0, prefix: "" }],
    ["请@f", { start: 1, prefix: "f" }],
    ["@张", { start: 0, prefix: "张" }],
    ["mail@li", null],
    ["ask @li.na ", null],
  ])("%j has %j", (text, typed) => {
    expect(findTyped(text, text.length)).toEqual(typed);
  });

  it("offers whom login or name fit", () => {
    expect(matchPeople(PEOPLE, "l").map(({ login }) => login)).toEqual(["li.na", "lead"]);
    expect(matchPeople(PEOPLE, "jie").map(({ login }) => login)).toEqual(["lead"]);
    expect(matchPeople(PEOPLE, "伟").map(({ login }) => login)).toEqual(["finance"]);
  });

  it("puts the login in and the caret behind it", () => {
    expect(completeMention("ask @l now", 6, { start: 4, prefix: "l" }, "li.na")).toEqual({
      text: "ask @li.na now",
      caret: 10,
    });
    expect(completeMention("@", 1, { start: 0, prefix: "" }, "lead")).toEqual({ text: "@lead ", caret: 6 });
  });
});
