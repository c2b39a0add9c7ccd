import { accountingToday } from "@/server/accounting-today";
import { getSuspenseItem } from "@/server/queries/get-suspense-item";
import { defineReadRoute } from "@/server/read-route";

/** One suspense item, for the peek panel. */
export const GET = defineReadRoute({
  permission: "suspense.view",
  read: (actor, { no }: { no: string }) => getSuspenseItem(actor, no, accountingToday()),
});
