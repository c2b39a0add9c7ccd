import { previewQuery } from "@/contracts/suspense-filters";
import { previewResolution } from "@/server/queries/preview-resolution";
import { defineReadRoute } from "@/server/read-route";

/** What resolving the item so would post: `?resolution=&orderNo=&counterpartNo=`. */
export const GET = defineReadRoute({
  permission: "suspense.propose",
  search: previewQuery,
  read: (actor, { no }: { no: string }, choice) => previewResolution(actor, no, choice),
});
