import { suspenseFilters } from "@/contracts/suspense-filters";
import { accountingToday } from "@/server/accounting-today";
import { defineGridRoute } from "@/server/grid-route";
import { countSuspense, listSuspense } from "@/server/queries/list-suspense";

export const GET = defineGridRoute({
  permission: "suspense.view",
  filters: suspenseFilters,
  list: (actor, filters, page) => listSuspense(actor, filters, page, accountingToday()),
  count: (actor, filters) => countSuspense(actor, filters, accountingToday()),
});
