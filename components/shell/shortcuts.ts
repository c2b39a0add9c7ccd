import { NAV_GROUPS } from "./navigation";

export type ShortcutScope = "everywhere" | "list" | "item" | "board";

export type Shortcut = {
  /** Named in `shell.shortcuts.<id>`, or for a page in `shell.nav.<id>`. */
  readonly id: string;
  /** "mod+k" and "shift+x" together, "g h" one after the other, else a single key. */
  readonly keys: string;
  readonly scope: ShortcutScope;
  /** Where it goes, for a page. */
  readonly href?: string;
};

/** The only list of keys: bindings, the help overlay and the palette are made from it. Two equal keys in a scope is a bug. */
export const SHORTCUTS = [
  { id: "palette", keys: "mod+k", scope: "everywhere" },
  { id: "help", keys: "?", scope: "everywhere" },
  { id: "next", keys: "j", scope: "list" },
  { id: "previous", keys: "k", scope: "list" },
  { id: "open", keys: "enter", scope: "list" },
  { id: "select", keys: "x", scope: "list" },
  { id: "selectRange", keys: "shift+x", scope: "list" },
  { id: "focusSearch", keys: "slash", scope: "list" },
  { id: "bulkPropose", keys: "b", scope: "list" },
  { id: "views", keys: "v", scope: "list" },
  { id: "assign", keys: "a", scope: "item" },
  { id: "propose", keys: "r", scope: "item" },
  { id: "comment", keys: "c", scope: "item" },
  { id: "snooze", keys: "h", scope: "item" },
  { id: "approve", keys: "y", scope: "item" },
  { id: "reject", keys: "d", scope: "item" },
  { id: "nextItem", keys: "n", scope: "item" },
  { id: "askRefund", keys: "f", scope: "item" },
  { id: "closePanel", keys: "escape", scope: "item" },
  { id: "runDay", keys: "r", scope: "board" },
  { id: "earlierDays", keys: "[", scope: "board" },
  { id: "laterDays", keys: "]", scope: "board" },
] as const satisfies readonly Shortcut[];

export type ShortcutId = (typeof SHORTCUTS)[number]["id"];

export const GO_TO_SHORTCUTS: readonly Shortcut[] = NAV_GROUPS.flatMap((group) =>
  group.items.flatMap((item) =>
    item.key ? [{ id: item.id, keys: `g ${item.key}`, scope: "everywhere" as const, href: item.href }] : [],
  ),
);

export function keysOf(id: ShortcutId): string {
  return SHORTCUTS.find((shortcut) => shortcut.id === id)?.keys ?? "";
}
