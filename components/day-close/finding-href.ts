import { objectHref } from "@/components/object/object-href";
import type { CloseFinding } from "@/core/day-close/findings";

/** Subjects that are worked item by item have their own lists. */
const LISTS: Readonly<Record<string, string>> = {
  "1221": "/suspense/claims",
  "1901": "/suspense",
  "2241": "/suspense",
  "2242": "/payouts",
  "2243": "/refunds",
};

/** Where the rows behind a finding are, and where it is put right; null where it is about nothing that has a page. */
export function findingHref({ line, place, params }: CloseFinding, day: string): string | null {
  const date = new URLSearchParams({ date: day });
  const channelDay = new URLSearchParams({ channel: place, on: day });
  switch (line) {
    case "STATEMENTS":
      return params.no ? objectHref("statement", params.no) : "/statements";
    case "BATCHES":
      return params.no ? objectHref("batch", params.no) : `/reconciliation?${channelDay}`;
    case "VOUCHERS":
      return `/ledger/vouchers?${new URLSearchParams({ from: day, to: day })}`;
    case "ACCOUNTS":
      return controlHref(place) ?? `/ledger/trial-balance/${encodeURIComponent(place)}?${date}`;
    case "HOLDINGS":
      return params.closedOn ? objectHref("bank_account", place) : `/reconciliation?${channelDay}`;
    case "REPORTS":
      return `/ledger/trial-balance?${date}`;
    case "CLEARING":
      return params.no ? `/clearing/${encodeURIComponent(params.no)}` : "/clearing";
    case "SETTLEMENT":
      return "/settlement";
    case "SUSPENSE":
      return "/suspense";
    case "APPROVALS":
      return "/approvals?tab=all";
    default:
      return null;
  }
}

function controlHref(place: string): string | null {
  return LISTS[place.split(" ")[0] ?? ""] ?? null;
}
