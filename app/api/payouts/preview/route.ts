import { payoutPreviewQuery } from "@/contracts/payouts";
import { previewPayout } from "@/server/queries/preview-payout";
import { defineReadRoute } from "@/server/read-route";

/** What would become of a payout: `?merchantNo=&asset=&amountMinor=&payee=&channel=`. */
export const GET = defineReadRoute({
  permission: "payout.ask",
  search: payoutPreviewQuery,
  read: (actor, _: Record<string, string>, wish) => previewPayout(actor, wish),
});
