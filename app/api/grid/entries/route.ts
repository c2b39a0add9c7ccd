import { entryFilters } from "@/contracts/ledger-views";
import { defineGridRoute } from "@/server/grid-route";
import { listEntries } from "@/server/queries/list-entries";

export const GET = defineGridRoute({ permission: "ledger.view", filters: entryFilters, list: listEntries });
