"use client";

import { useQuery } from "@tanstack/react-query";
import type { Previewed } from "@/contracts/action-result";
import type { PostingPreviewDto, ReopeningPreviewDto } from "@/contracts/claim-views";
import type { ClaimAct } from "@/core/suspense/claim";

/** What reopening the item would take back, as the server plans it now. */
export function useReopeningPreview(itemNo: string, version: number, isOpen: boolean) {
  return useQuery({
    queryKey: ["reopening-preview", itemNo, version],
    enabled: isOpen,
    staleTime: 0,
    queryFn: ({ signal }) =>
      read<Previewed<ReopeningPreviewDto>>(`/api/suspense/${encodeURIComponent(itemNo)}/reopening`, signal),
  });
}

/** What noting so much of a claim would post; not asked before there is an amount. */
export function useClaimMovementPreview(
  claimNo: string,
  version: number,
  act: ClaimAct | null,
  amountMinor: string | null,
) {
  return useQuery({
    queryKey: ["claim-preview", claimNo, version, act, amountMinor],
    enabled: act !== null && amountMinor !== null,
    staleTime: 0,
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ act: act ?? "", amountMinor: amountMinor ?? "" });
      return read<Previewed<PostingPreviewDto>>(`/api/claims/${encodeURIComponent(claimNo)}/preview?${query}`, signal);
    },
  });
}

async function read<T>(address: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(address, { signal });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  // The route's own types made this; both ends are the same build.
  return (await response.json()) as T;
}
