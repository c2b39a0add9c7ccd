import { adjustmentPreviewQuery } from "@/contracts/adjustments";
import { accountingToday } from "@/server/accounting-today";
import { previewAdjustment } from "@/server/queries/preview-adjustment";
import { defineReadRoute } from "@/server/read-route";

/** What an adjustment would post: `?choice=` as JSON. */
export const GET = defineReadRoute({
  permission: "adjustment.propose",
  search: adjustmentPreviewQuery,
  read: (actor, _params, { choice }) => previewAdjustment(actor, choice, accountingToday()),
});
