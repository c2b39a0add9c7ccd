import { clearingTermFilters } from "@/contracts/clearing-views";
import { defineGridRoute } from "@/server/grid-route";
import { listClearingTerms } from "@/server/queries/clearing/list-clearing-terms";

export const GET = defineGridRoute({
  permission: "clearing.view",
  filters: clearingTermFilters,
  list: listClearingTerms,
});
