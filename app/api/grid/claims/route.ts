import { claimFilters } from "@/contracts/claim-views";
import { accountingToday } from "@/server/accounting-today";
import { defineGridRoute } from "@/server/grid-route";
import { listClaims } from "@/server/queries/list-claims";

export const GET = defineGridRoute({
  permission: "suspense.view",
  filters: claimFilters,
  list: (actor, filters, page) => listClaims(actor, filters, page, accountingToday()),
});
