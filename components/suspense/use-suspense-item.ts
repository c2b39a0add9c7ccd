"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";
import type { ResolutionChoice } from "@/contracts/suspense";
import type { PreviewResultDto, SuspenseItemDto } from "@/contracts/suspense-views";

/** The item with all that a person needs, or null when there is none that they may see. */
export function suspenseItemOptions(itemNo: string) {
  return queryOptions({
    queryKey: ["suspense-item", itemNo] as const,
    queryFn: async ({ signal }): Promise<SuspenseItemDto | null> => {
      const response = await fetch(`/api/suspense/${encodeURIComponent(itemNo)}`, { signal });
      if (response.status === 404) return null;
      return readJson<SuspenseItemDto>(response);
    },
  });
}

/** What a choice would post, asked of the server again whenever the choice or the item's version changes. */
export function useResolutionPreview(itemNo: string, version: number, choice: ResolutionChoice | null) {
  return useQuery({
    queryKey: ["resolution-preview", itemNo, version, choice],
    enabled: choice !== null,
    staleTime: 0,
    queryFn: ({ signal }): Promise<PreviewResultDto> => {
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(choice ?? {})) if (value) query.set(name, value);
      return fetch(`/api/suspense/${encodeURIComponent(itemNo)}/preview?${query}`, { signal }).then(
        readJson<PreviewResultDto>,
      );
    },
  });
}

async function readJson<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  // The route's own types made this; both ends are the same build.
  return (await response.json()) as T;
}
