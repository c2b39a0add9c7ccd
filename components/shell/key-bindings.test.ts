import { beforeEach, expect, test, vi } from "vitest";
import { KeyBindings, type KeyPress } from "./key-bindings";
import { GO_TO_SHORTCUTS, SHORTCUTS } from "./shortcuts";

const NOTHING = () => undefined;
const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, keyCode: 0 };
const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  ...plain,
  defaultPrevented: false,
  key,
  ...more,
});

let keys: KeyBindings;
beforeEach(() => {
  keys = new KeyBindings();
  for (const bound of ["mod+k", "g a", "a", "?", "slash", "x", "shift+x"]) {
    keys.add({ keys: bound, run: NOTHING, everywhere: bound === "mod+k" });
  }
});
const found = (it: KeyPress, place: "page" | "field" | "modal" = "page", nowMs = 0, on = true) =>
  keys.findPressed(it, place, nowMs, on)?.keys ?? null;

test.each([
  [press("k", { ctrlKey: true }), "mod+k"],
  [press("k", { metaKey: true }), "mod+k"],
  [press("k"), null],
  [press("a"), "a"],
  [press("A", { shiftKey: true }), null],
  [press("?", { shiftKey: true }), "?"],
  [press("/"), "slash"],
  [press("x"), "x"],
  [press("X", { shiftKey: true }), "shift+x"],
  [press("a", { isComposing: true }), null],
  [press("a", { keyCode: 229 }), null],
  [press("a", { altKey: true }), null],
  [press("a", { defaultPrevented: true }), null],
])("%o means %s", (it, meant) => expect(found(it)).toBe(meant));

test("the second key of a sequence is not the single key of the same letter", () => {
  expect(found(press("g"))).toBeNull();
  expect(found(press("a"), "page", 500)).toBe("g a");
  expect(found(press("a"), "page", 600)).toBe("a");
});

test("a sequence that was not finished in time is forgotten", () => {
  expect(found(press("g"))).toBeNull();
  expect(found(press("a"), "page", 1_001)).toBe("a");
});

test("in a field and in a dialog only keys for everywhere act", () => {
  expect(found(press("a"), "field")).toBeNull();
  expect(found(press("a"), "modal")).toBeNull();
  expect(found(press("k", { ctrlKey: true }), "field")).toBe("mod+k");
});

test("single keys can be switched off", () => {
  expect(found(press("a"), "page", 0, false)).toBeNull();
  expect(found(press("k", { ctrlKey: true }), "page", 0, false)).toBe("mod+k");
});

test("of two bindings of the same key the younger acts, until it is taken away", () => {
  const younger = vi.fn();
  const remove = keys.add({ keys: "a", run: younger, everywhere: false });
  expect(keys.findPressed(press("a"), "page", 0, true)?.run).toBe(younger);
  remove();
  expect(keys.findPressed(press("a"), "page", 0, true)?.run).toBe(NOTHING);
});

test("no two shortcuts of a scope have the same keys, and none hides a sequence", () => {
  const all = [...SHORTCUTS, ...GO_TO_SHORTCUTS];
  const places = all.map((shortcut) => `${shortcut.scope} ${shortcut.keys}`);
  expect(new Set(places).size).toBe(places.length);
  expect(all.filter((shortcut) => shortcut.keys === "g")).toEqual([]);
});
