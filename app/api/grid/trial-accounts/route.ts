import { trialAccountFilters } from "@/contracts/ledger-views";
import { defineGridRoute } from "@/server/grid-route";
import { listTrialAccounts } from "@/server/queries/list-trial-accounts";

export const GET = defineGridRoute({
  permission: "ledger.view",
  filters: trialAccountFilters,
  list: listTrialAccounts,
});
