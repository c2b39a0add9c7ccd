"use client";

import { type RefObject, useEffect, useState } from "react";
import type { GridControl } from "@/components/grid/types";
import type { RowCountDto } from "@/contracts/wire";
import type { QueueFilterState } from "./queue-filters";

/** What an act on many items is about: these items, or whatever the filters find, on pages never loaded too. */
export type QueueSelection =
  | { readonly of: "nothing" }
  | { readonly of: "items"; readonly itemNos: readonly string[] }
  | { readonly of: "matching"; readonly filters: QueueFilterState["values"] };

export type QueueSelectionState = {
  readonly selection: QueueSelection;
  /** How many rows the filters find; null until it is known. */
  readonly matching: RowCountDto | null;
  readonly setMatching: (count: RowCountDto | null) => void;
  readonly chooseItems: (itemNos: string[]) => void;
  readonly chooseMatching: () => void;
  readonly clear: () => void;
};

/** The selection of the queue. Other filters are another list, so they begin with nothing selected. */
export function useQueueSelection(
  control: RefObject<GridControl | null>,
  filters: QueueFilterState["values"],
): QueueSelectionState {
  const [selection, setSelection] = useState<QueueSelection>({ of: "nothing" });
  const [matching, setMatching] = useState<QueueSelectionState["matching"]>(null);
  const clear = () => {
    control.current?.clearSelection();
    setSelection({ of: "nothing" });
  };
  const shown = JSON.stringify(filters);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the filters' change that clears.
  useEffect(clear, [shown]);
  return {
    selection,
    matching,
    setMatching,
    chooseItems: (itemNos) => setSelection(itemNos.length === 0 ? { of: "nothing" } : { of: "items", itemNos }),
    chooseMatching: () => setSelection({ of: "matching", filters }),
    clear,
  };
}
