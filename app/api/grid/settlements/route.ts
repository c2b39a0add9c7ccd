import { settlementFilters } from "@/contracts/settlement-views";
import { defineGridRoute } from "@/server/grid-route";
import { countSettlements, listSettlements } from "@/server/queries/list-settlements";

export const GET = defineGridRoute({
  permission: "settlement.view",
  filters: settlementFilters,
  list: listSettlements,
  count: countSettlements,
});
