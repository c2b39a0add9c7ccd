"use client";

import { useEffect, useRef } from "react";
import { isPressOf, KeyBindings, type KeyPlace, type KeyPress } from "./key-bindings";
import { keysOf, SHORTCUTS, type Shortcut, type ShortcutId } from "./shortcuts";
import { singleKeysAreOn } from "./single-keys";

const bindings = new KeyBindings();
let listening = false;

function placeOf(target: EventTarget | null): KeyPlace {
  if (!(target instanceof HTMLElement)) return "page";
  if (target.isContentEditable || target.closest("input, textarea, select, [role=combobox]")) return "field";
  // Menus and lists take letters for typing ahead; a dialog stands between the keys and the page.
  return target.closest("[data-modal], [role=menu], [role=listbox]") ? "modal" : "page";
}

function onKeyDown(event: KeyboardEvent): void {
  const binding = bindings.findPressed(event, placeOf(event.target), event.timeStamp, singleKeysAreOn());
  if (!binding) return;
  event.preventDefault();
  binding.run();
}

type Options = {
  enabled?: boolean | undefined;
  /** Also while typing and inside a dialog: only for keys with ⌘ or Ctrl. */
  everywhere?: boolean | undefined;
};

/** Binds keys in the registry's notation. Pages use `useShortcut`, which takes them from the registry. */
export function useKeys(keys: string, run: () => void, { enabled = true, everywhere = false }: Options = {}): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return;
    if (!listening) document.addEventListener("keydown", onKeyDown);
    listening = true;
    return bindings.add({ keys, run: () => latest.current(), everywhere });
  }, [keys, enabled, everywhere]);
}

/** Does `run` when the shortcut's keys are pressed while this component is on the page. */
export function useShortcut(id: ShortcutId, run: () => void, options: Options = {}): void {
  useKeys(keysOf(id), run, options);
}

/** Whether a press is this shortcut's, for widgets that hand their key presses on to us. */
export function meansShortcut(id: ShortcutId, press: KeyPress): boolean {
  return isPressOf(keysOf(id), press);
}

/** What the keys of the registry would do on this page as it is now: the palette offers it, too. */
export function listActiveShortcuts(): (Shortcut & { readonly id: ShortcutId })[] {
  return SHORTCUTS.filter(({ keys }) => bindings.find(keys) !== null);
}

export function runShortcut(id: ShortcutId): void {
  bindings.find(keysOf(id))?.run();
}
