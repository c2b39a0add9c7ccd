"use client";

import { useQuery } from "@tanstack/react-query";
import type { Previewed } from "@/contracts/action-result";
import type { PayoutChoicesDto, PayoutPreviewDto } from "@/contracts/payout-views";

export type PayoutDraft = {
  readonly merchantNo: string;
  readonly asset: string;
  readonly amountMinor: string | null;
  readonly payee: string;
  readonly channel: string;
};

/** Whom a merchant can be paid to, by what and out of how much; null where there is no such merchant. */
export function usePayoutChoices(merchantNo: string, asset: string) {
  return useQuery({
    queryKey: ["payout-choices", merchantNo, asset],
    enabled: merchantNo !== "",
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const response = await fetch(`/api/payouts/choices?${new URLSearchParams({ merchantNo, asset })}`, { signal });
      // A number that no merchant can have is no fault either: nobody has it.
      if (response.status === 404 || response.status === 400) return null;
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      // The route's own types made this; both ends are the same build.
      return (await response.json()) as PayoutChoicesDto;
    },
  });
}

/** What would become of it, as the server sees it now; not asked before there is an amount. */
export function usePayoutPreview({ amountMinor, ...draft }: PayoutDraft) {
  return useQuery({
    queryKey: ["payout-preview", draft, amountMinor],
    enabled: amountMinor !== null && draft.merchantNo !== "",
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ ...draft, amountMinor: amountMinor ?? "" });
      const response = await fetch(`/api/payouts/preview?${query}`, { signal });
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      return (await response.json()) as Previewed<PayoutPreviewDto>;
    },
  });
}
