import { z } from "zod";
import { suspenseFilters } from "./suspense-filters";
import { hiddenColumnsOf } from "./view-address";
import { commandIdWire, type RowCountDto } from "./wire";

const MAX_SEARCH = 2_000;

/**
 * What of an address makes a view of the queue: its filters, order and columns, in one order, so that equal views are
 * written alike. Null where a filter is none that the queue knows.
 */
export function viewSearchOf(search: string): string | null {
  const given = new URLSearchParams(search);
  const filters = suspenseFilters.safeParse(Object.fromEntries([...given].filter(([, value]) => value !== "")));
  if (!filters.success) return null;
  const named = Object.entries(filters.data).filter(([name, value]) => `${name}=${value}` !== "status=open");
  const hidden = hiddenColumnsOf(given.get("hide"));
  const parts = hidden.length === 0 ? named : [...named, ["hide", hidden.join(",")] as const];
  const sorted = parts.map(([name, value]): [string, string] => [name, `${value}`]);
  return `${new URLSearchParams(sorted.sort(([left], [right]) => (left < right ? -1 : 1)))}`;
}

/** `names`: without counts, for who only wants to go there. */
export const savedViewsQuery = z.object({ names: z.literal("1").optional() });

const viewSearch = z
  .string()
  .max(MAX_SEARCH)
  .transform((search, context) => {
    const view = viewSearchOf(search);
    if (view !== null) return view;
    context.addIssue({ code: "custom", message: "these are not filters of the queue" });
    return z.NEVER;
  });
const viewId = z.string().regex(/^\d{1,18}$/);

/** Keeps a view under a name: a new one, or another one's place. `team`: its code, for a view that it shares. */
export const saveViewInput = z.strictObject({
  commandId: commandIdWire,
  viewId: viewId.nullable(),
  name: z.string().trim().min(1).max(60),
  search: viewSearch,
  team: z.string().max(32).nullable(),
  isDefault: z.boolean(),
});
export type SaveViewInput = z.output<typeof saveViewInput>;
export const deleteViewInput = z.strictObject({ commandId: commandIdWire, viewId });
export type DeleteViewInput = z.output<typeof deleteViewInput>;
/** With which view one's queue opens; null: with everything that is open. */
export const chooseDefaultViewInput = z.strictObject({ commandId: commandIdWire, viewId: viewId.nullable() });
export type ChooseDefaultViewInput = z.output<typeof chooseDefaultViewInput>;

export type SavedViewDto = {
  readonly id: string;
  readonly name: string;
  /** What follows the question mark of its address. */
  readonly search: string;
  /** Null: the reader's own. */
  readonly team: { readonly no: string; readonly name: string } | null;
  readonly by: string;
  readonly mayChange: boolean;
  readonly isDefault: boolean;
  /** How many rows it shows now; null where nobody asked, or it asks for something that the queue does not know any more. */
  readonly count: RowCountDto | null;
};
export type SavedViewsDto = {
  readonly views: readonly SavedViewDto[];
  /** The teams that the reader may share with. */
  readonly teams: readonly { readonly no: string; readonly name: string }[];
};
