import { checkClearingBatch } from "@/server/queries/clearing/check-clearing-batch";
import { defineReadRoute } from "@/server/read-route";

export const GET = defineReadRoute({
  permission: "clearing.view",
  read: (actor, { no }: { no: string }) => checkClearingBatch(actor, no),
});
