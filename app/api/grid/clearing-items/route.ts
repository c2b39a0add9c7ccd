import { clearingItemFilters } from "@/contracts/clearing-views";
import { defineGridRoute } from "@/server/grid-route";
import { countClearingItems, listClearingItems } from "@/server/queries/clearing/list-clearing-items";

export const GET = defineGridRoute({
  permission: "clearing.view",
  filters: clearingItemFilters,
  list: listClearingItems,
  count: countClearingItems,
});
