import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import en from "@/messages/en/enums.json";
import zh from "@/messages/zh-CN/enums.json";

const SERVER = join(import.meta.dirname, "..");
const ACTION = /\b(?:action|name): "([a-z_]+\.[a-z_]+)"|\btransact\(\s*"([a-z_]+\.[a-z_]+)"/g;
const OBJECT_TYPE = /\bobjectType: "([a-z_]+)"/g;

/** What the code writes into the trail as a literal; what it puts together would not be found. */
function literalsOf(form: RegExp): string[] {
  const files = readdirSync(SERVER, { recursive: true, encoding: "utf8" });
  const sources = files.filter((file) => /\.tsx?$/.test(file) && !file.includes(".test."));
  const found = sources.flatMap((file) =>
    Array.from(readFileSync(join(SERVER, file), "utf8").matchAll(form), (match) => match[1] ?? match[2] ?? ""),
  );
  return [...new Set(found)].sort();
}

function isSaid(words: unknown, path: string): boolean {
  const at = path
    .split(".")
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], words);
  return typeof at === "string" && at !== "";
}

describe.each([
  ["English", en],
  ["简体中文", zh],
])("whoever reads the audit trail in %s", (_, { auditAction, objectType }) => {
  test("reads every act in words", () => {
    const actions = literalsOf(ACTION);
    expect(actions.length).toBeGreaterThan(150);
    expect(actions.filter((action) => !isSaid(auditAction, action))).toEqual([]);
  });

  test("reads every kind of thing in words", () => {
    const types = literalsOf(OBJECT_TYPE);
    expect(types.length).toBeGreaterThan(30);
    expect(types.filter((type) => !isSaid(objectType, type))).toEqual([]);
  });
});
