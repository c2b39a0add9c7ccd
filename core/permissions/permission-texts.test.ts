import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { PERMISSIONS } from "./permissions";

type Texts = { permission: Record<string, Record<string, string>> };

function textsOf(language: string): Record<string, string> {
  const file = new URL(`../../messages/${language}/no-access.json`, import.meta.url);
  const { permission } = JSON.parse(readFileSync(file, "utf8")) as Texts;
  const named = Object.entries(permission).flatMap(([area, verbs]) =>
    Object.entries(verbs).map(([verb, text]) => [`${area}.${verb}`, text] as const),
  );
  return Object.fromEntries(named);
}

it("says in English what the table says", () => {
  const sentences = Object.entries(PERMISSIONS).map(([name, { sentence }]) => [name, sentence] as const);
  expect(textsOf("en")).toEqual(Object.fromEntries(sentences));
});

it("says each permission in Chinese too", () => {
  expect(Object.keys(textsOf("zh-CN")).sort()).toEqual(Object.keys(PERMISSIONS).sort());
});
