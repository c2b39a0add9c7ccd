import { statementLineFilters } from "@/contracts/statement-views";
import { defineGridRoute } from "@/server/grid-route";
import { listStatementLines } from "@/server/queries/list-statement-lines";

export const GET = defineGridRoute({
  permission: "statement.view",
  filters: statementLineFilters,
  list: listStatementLines,
});
