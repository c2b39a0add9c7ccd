/** The columns of the queue that can be taken away; what an item is and how much it is about always stands there. */
export const HIDEABLE_COLUMNS = ["age", "status", "assignee", "channel", "key", "merchant", "dueOn"] as const;
export type HideableColumn = (typeof HIDEABLE_COLUMNS)[number];

/** The columns that an address takes away, as it has them: with commas between. What nobody knows is passed over. */
export function hiddenColumnsOf(text: string | null): readonly HideableColumn[] {
  const named = new Set((text ?? "").split(","));
  return HIDEABLE_COLUMNS.filter((column) => named.has(column));
}

/** Where a view is: what it keeps, and which one it is. */
export function viewAddress(id: string, search: string): string {
  return `/suspense?${new URLSearchParams([...new URLSearchParams(search), ["view", id]])}`;
}
