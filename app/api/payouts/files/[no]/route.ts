import { findPayoutBatch } from "@/server/queries/payout-batches";
import { defineReadRoute } from "@/server/read-route";

/** A file of payouts with what its rows have become. */
export const GET = defineReadRoute({
  permission: "payout.view",
  read: (actor, { no }: { no: string }) => findPayoutBatch(actor, no),
});
