"use client";

import { useHotkeys } from "react-hotkeys-hook";
import { keysOf, type ShortcutId, toHotkey } from "./shortcuts";
import { singleKeysAreOn } from "./single-keys";

/** While Chinese is being composed, keys belong to the input method: 229 is what older ones send instead of the flag. */
const IME_KEY_CODE = 229;

export function isComposing(event: { isComposing?: boolean; keyCode?: number }): boolean {
  return event.isComposing === true || event.keyCode === IME_KEY_CODE;
}

type Options = { enabled?: boolean /** For keys that must work while typing: ⌘K. */; inFields?: boolean };

/** Binds raw keys in the registry's notation. Pages use `useShortcut`, which takes them from the registry. */
export function useKeys(keys: string | readonly string[], run: () => void, options: Options = {}): void {
  const list = typeof keys === "string" ? [keys] : keys;
  useHotkeys(
    list.map(toHotkey),
    (event) => {
      event.preventDefault();
      run();
    },
    {
      enabled: options.enabled ?? true,
      enableOnFormTags: options.inFields ?? false,
      // "?" and "/" are characters, at another place on each keyboard; letters and Enter are found by code or by key.
      useKey: true,
      ignoreEventWhen: (event) =>
        isComposing(event) || (!event.metaKey && !event.ctrlKey && event.key.length === 1 && !singleKeysAreOn()),
    },
    [run],
  );
}

export function useShortcut(id: ShortcutId, run: () => void, options: Options = {}): void {
  useKeys(keysOf(id), run, options);
}
