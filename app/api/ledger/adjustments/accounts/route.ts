import { accountChoiceQuery } from "@/contracts/adjustments";
import { findAdjustableAccounts } from "@/server/queries/find-adjustable-accounts";
import { defineReadRoute } from "@/server/read-route";

/** Accounts for a line: `?q=` as it is typed, or `?nos=` exactly. */
export const GET = defineReadRoute({
  permission: "adjustment.propose",
  search: accountChoiceQuery,
  read: (actor, _params, query) => findAdjustableAccounts(actor, query),
});
