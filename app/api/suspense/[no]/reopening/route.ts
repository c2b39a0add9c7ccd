import { z } from "zod";
import { previewReopening } from "@/server/queries/preview-reopening";
import { defineReadRoute } from "@/server/read-route";

/** What reopening the item would take back. */
export const GET = defineReadRoute({
  permission: "suspense.propose",
  search: z.object({}),
  read: (actor, { no }: { no: string }) => previewReopening(actor, no),
});
