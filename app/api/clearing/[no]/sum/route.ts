import { clearingItemFilters } from "@/contracts/clearing-views";
import { sumClearingItems } from "@/server/queries/clearing/list-clearing-items";
import { defineReadRoute } from "@/server/read-route";

export const GET = defineReadRoute({
  permission: "clearing.view",
  search: clearingItemFilters.omit({ batch: true }),
  read: (actor, { no }: { no: string }, filters) => sumClearingItems(actor, { ...filters, batch: no }),
});
