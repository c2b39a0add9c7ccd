import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SHORTCUTS } from "./shortcuts";

const ROOT = join(import.meta.dirname, "../..");
/** Widgets that have the key by themselves. */
const BOUND_BY_WIDGETS: readonly string[] = ["closePanel"];

function readSources(folder: string, ending: RegExp): string {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => ending.test(path))
    .map((path) => readFileSync(join(ROOT, folder, path), "utf8"))
    .join("\n");
}

const code = ["app", "components"].map((folder) => readSources(folder, /(?<!\.test)\.tsx?$/)).join("\n");
const specs = readSources("e2e", /\.spec\.ts$/);

test.each(SHORTCUTS.map(({ id }) => id))("%s is bound somewhere, and pressed in a browser test", (id) => {
  const isBound = new RegExp(`(useShortcut|meansShortcut)\\(\\s*"${id}"`).test(code);
  expect(isBound || BOUND_BY_WIDGETS.includes(id), `${id} is bound`).toBe(true);
  expect(specs, `a browser test presses ${id}`).toMatch(new RegExp(`\\bpress(esOn\\(page\\))?\\("${id}"\\)`));
});

test("every shortcut and the sentence for it exist in both languages", () => {
  for (const language of ["en", "zh-CN"]) {
    const { shortcuts } = JSON.parse(readFileSync(join(ROOT, `messages/${language}/shell.json`), "utf8")) as {
      shortcuts: Record<string, string>;
    };
    expect(Object.keys(shortcuts).sort()).toEqual(SHORTCUTS.map(({ id }) => id).sort());
  }
});
