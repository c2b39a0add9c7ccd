import { getStatementDifference } from "@/server/queries/get-statement-difference";
import { defineReadRoute } from "@/server/read-route";

export const GET = defineReadRoute({
  permission: "statement.view",
  // The difference shows every merchant's lines, so it is not for those who see only some.
  read: async (actor, { no }: { no: string }) => (actor.scope === null ? getStatementDifference(no) : null),
});
