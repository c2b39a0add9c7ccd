import { roleChoiceQuery } from "@/contracts/adjustments";
import { findRoleChoices } from "@/server/queries/find-adjustable-accounts";
import { defineReadRoute } from "@/server/read-route";

/** Who can have a role of a template: `?of=&q=`. */
export const GET = defineReadRoute({
  permission: "adjustment.propose",
  search: roleChoiceQuery,
  read: (actor, _params, query) => findRoleChoices(actor, query),
});
