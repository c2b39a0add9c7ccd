import { accountingToday } from "@/server/accounting-today";
import { listSavedViews } from "@/server/queries/list-saved-views";
import { defineReadRoute } from "@/server/read-route";

export const GET = defineReadRoute({
  permission: "suspense.view",
  read: (actor) => listSavedViews(actor, accountingToday()),
});
