import { accountingToday } from "@/server/accounting-today";
import { defineReadRoute } from "@/server/read-route";
import { listColleagues } from "@/server/teamwork/colleagues";

/** Whom work can be given to and who can be mentioned. */
export const GET = defineReadRoute({
  permission: "suspense.view",
  read: (actor) => listColleagues(actor, accountingToday()),
});
