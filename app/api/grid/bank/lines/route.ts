import { bankLineFilters } from "@/contracts/bank-views";
import { defineGridRoute } from "@/server/grid-route";
import { listBankLines } from "@/server/queries/bank/list-bank-lines";

export const GET = defineGridRoute({ permission: "bank.view", filters: bankLineFilters, list: listBankLines });
