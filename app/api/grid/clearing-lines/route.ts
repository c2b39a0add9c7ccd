import { clearingLineFilters } from "@/contracts/clearing-views";
import { defineGridRoute } from "@/server/grid-route";
import { listClearingLines } from "@/server/queries/clearing/list-clearing-lines";

export const GET = defineGridRoute({
  permission: "clearing.view",
  filters: clearingLineFilters,
  list: listClearingLines,
});
