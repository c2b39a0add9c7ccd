import { refundFilters } from "@/contracts/refund-views";
import { defineGridRoute } from "@/server/grid-route";
import { countRefunds, listRefunds } from "@/server/queries/list-refunds";

export const GET = defineGridRoute({
  permission: "refund.view",
  filters: refundFilters,
  list: listRefunds,
  count: countRefunds,
});
