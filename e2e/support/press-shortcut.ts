import type { Page } from "@playwright/test";
import { keysOf, type ShortcutId } from "../../components/shell/shortcuts";

const NAMES: Readonly<Record<string, string>> = {
  mod: "ControlOrMeta",
  shift: "Shift",
  slash: "/",
  enter: "Enter",
  escape: "Escape",
};

/** Presses keys by what they are for, as the registry has them. */
export function pressesOn(page: Page): (id: ShortcutId) => Promise<void> {
  return async (id) => {
    for (const keys of keysOf(id).split(" ")) {
      const named = keys.split("+").map((key) => NAMES[key] ?? key);
      await page.keyboard.press(named.join("+"));
    }
  };
}
