import { holdFilters } from "@/contracts/ledger-views";
import { defineGridRoute } from "@/server/grid-route";
import { listHolds } from "@/server/queries/list-holds";

export const GET = defineGridRoute({ permission: "ledger.view", filters: holdFilters, list: listHolds });
