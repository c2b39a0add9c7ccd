import { bankStatementFilters } from "@/contracts/bank-views";
import { defineGridRoute } from "@/server/grid-route";
import { listBankStatements } from "@/server/queries/bank/list-bank-statements";

export const GET = defineGridRoute({
  permission: "bank.view",
  filters: bankStatementFilters,
  list: listBankStatements,
});
