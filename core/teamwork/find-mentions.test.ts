import { describe, expect, it } from "vitest";
import { findMentions } from "./find-mentions";

describe("mentions in a text", () => {
  it.each([
    ["@li.na please look", ["li.na"]],
    ["ask @li.na, @finance. And @Li.Na again", ["li.na", "finance"]],
    ["请@finance看一下（@lead）", ["finance", "lead"]],
    ["mail me at li@na.com or x@finance", []],
    ["@@finance and @a", []],
    ["see @finance-", ["finance"]],
    ["nobody", []],
  ])("%j: %j", (text, logins) => {
    expect(findMentions(text)).toEqual(logins);
  });

  it("ends at twenty", () => {
    const many = Array.from({ length: 30 }, (_, at) => `@user${at}`).join(" ");
    expect(findMentions(many)).toHaveLength(20);
  });
});
