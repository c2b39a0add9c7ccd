import { savedViewsQuery } from "@/contracts/saved-views";
import { accountingToday } from "@/server/accounting-today";
import { listSavedViews } from "@/server/queries/list-saved-views";
import { defineReadRoute } from "@/server/read-route";

export const GET = defineReadRoute({
  permission: "suspense.view",
  search: savedViewsQuery,
  read: (actor, _params, { names }) => listSavedViews(actor, names ? null : accountingToday()),
});
