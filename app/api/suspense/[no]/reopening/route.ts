import { previewReopening } from "@/server/queries/preview-reopening";
import { defineReadRoute } from "@/server/read-route";

/** What reopening the item would take back. */
export const GET = defineReadRoute({
  permission: "suspense.propose",
  read: (actor, { no }: { no: string }) => previewReopening(actor, no),
});
