import { remittanceFilters } from "@/contracts/bank-views";
import { defineGridRoute } from "@/server/grid-route";
import { listRemittances } from "@/server/queries/bank/list-remittances";

export const GET = defineGridRoute({ permission: "bank.view", filters: remittanceFilters, list: listRemittances });
