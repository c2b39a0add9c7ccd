import { payoutBatchRowFilters } from "@/contracts/payout-batches";
import { defineGridRoute } from "@/server/grid-route";
import { listPayoutBatchRows } from "@/server/queries/payout-batches";

export const GET = defineGridRoute({
  permission: "payout.view",
  filters: payoutBatchRowFilters,
  list: listPayoutBatchRows,
});
