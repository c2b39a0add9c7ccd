import { accountFilters } from "@/contracts/ledger-views";
import { defineGridRoute } from "@/server/grid-route";
import { listAccounts } from "@/server/queries/list-accounts";

export const GET = defineGridRoute({ permission: "ledger.view", filters: accountFilters, list: listAccounts });
