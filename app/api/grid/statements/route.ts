import { statementFilters } from "@/contracts/statement-views";
import { defineGridRoute } from "@/server/grid-route";
import { listStatements } from "@/server/queries/list-statements";

export const GET = defineGridRoute({ permission: "statement.view", filters: statementFilters, list: listStatements });
