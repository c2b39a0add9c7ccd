import { readChart } from "@/server/queries/list-accounts";
import { defineReadRoute } from "@/server/read-route";

/** The chart of accounts with its balances as they are now, for a page that stays open. */
export const GET = defineReadRoute({ permission: "ledger.view", read: readChart });
