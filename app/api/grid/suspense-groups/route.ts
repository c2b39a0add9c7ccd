import { groupFilters } from "@/contracts/bulk";
import { accountingToday } from "@/server/accounting-today";
import { defineGridRoute } from "@/server/grid-route";
import { listSuspenseGroups } from "@/server/queries/suspense-groups";

export const GET = defineGridRoute({
  permission: "suspense.view",
  filters: groupFilters,
  list: (actor, filters, page) => listSuspenseGroups(actor, filters, page, accountingToday()),
});
