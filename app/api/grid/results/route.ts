import { resultFilters } from "@/contracts/reconciliation-views";
import { defineGridRoute } from "@/server/grid-route";
import { listMatchResults } from "@/server/queries/list-match-results";

export const GET = defineGridRoute({
  permission: "reconciliation.view",
  filters: resultFilters,
  list: listMatchResults,
});
