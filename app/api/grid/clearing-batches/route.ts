import { clearingBatchFilters } from "@/contracts/clearing-views";
import { defineGridRoute } from "@/server/grid-route";
import { listClearingBatches } from "@/server/queries/clearing/list-clearing-batches";

export const GET = defineGridRoute({
  permission: "clearing.view",
  filters: clearingBatchFilters,
  list: listClearingBatches,
});
