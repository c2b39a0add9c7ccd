import { bulkQuery } from "@/contracts/approval-views";
import { previewBulk } from "@/server/queries/preview-bulk";
import { defineReadRoute } from "@/server/read-route";

/** The chosen requests as they are now: what can be approved, what not and why. */
export const GET = defineReadRoute({
  permission: "approval.view",
  search: bulkQuery,
  read: (actor, _: Record<string, string>, { nos }) => previewBulk(actor, nos),
});
