import { refundPreviewQuery } from "@/contracts/refunds";
import { previewRefund } from "@/server/queries/preview-refund";
import { defineReadRoute } from "@/server/read-route";

/** What a refund of this order would be: `?amountMinor=&route=`. */
export const GET = defineReadRoute({
  permission: "refund.ask",
  search: refundPreviewQuery,
  read: (actor, { no }: { no: string }, wish) => previewRefund(actor, no, wish),
});
