"use client";

import { useQuery } from "@tanstack/react-query";
import type { SavedViewsDto } from "@/contracts/saved-views";

export const SAVED_VIEWS_KEY = ["saved-views"] as const;

/** The views of the queue that the reader has, with how many rows each shows now; asked for when the menu is opened. */
export function useSavedViews(enabled: boolean) {
  return useQuery({
    queryKey: SAVED_VIEWS_KEY,
    enabled,
    staleTime: 0,
    queryFn: async ({ signal }): Promise<SavedViewsDto> => {
      const response = await fetch("/api/suspense/views", { signal });
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      // The route's own types made this; both ends are the same build.
      return (await response.json()) as SavedViewsDto;
    },
  });
}
