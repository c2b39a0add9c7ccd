import { findResult } from "@/server/queries/find-result";
import { defineReadRoute } from "@/server/read-route";

/** One result of a batch with its three sides, for the panel beside the list. */
export const GET = defineReadRoute({
  permission: "reconciliation.view",
  read: (actor, { no, id }: { no: string; id: string }) => findResult(actor, no, id),
});
