import { payoutFilters } from "@/contracts/payout-views";
import { defineGridRoute } from "@/server/grid-route";
import { countPayouts, listPayouts } from "@/server/queries/list-payouts";

export const GET = defineGridRoute({
  permission: "payout.view",
  filters: payoutFilters,
  list: listPayouts,
  count: countPayouts,
});
