"use client";

import { useQuery } from "@tanstack/react-query";
import type { Previewed } from "@/contracts/action-result";
import type { RefundPreviewDto } from "@/contracts/refund-views";
import type { RefundRoute } from "@/core/refunds/route";

/** What a refund of so much would be, as the server plans it now; not asked before there is an amount. */
export function useRefundPreview(orderNo: string, amountMinor: string | null, route: RefundRoute | null) {
  return useQuery({
    queryKey: ["refund-preview", orderNo, amountMinor, route],
    enabled: amountMinor !== null,
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ amountMinor: amountMinor ?? "", ...(route ? { route } : {}) });
      const response = await fetch(`/api/orders/${encodeURIComponent(orderNo)}/refund?${query}`, { signal });
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      // The route's own types made this; both ends are the same build.
      return (await response.json()) as Previewed<RefundPreviewDto>;
    },
  });
}
