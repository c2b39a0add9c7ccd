import { batchFilters } from "@/contracts/reconciliation-views";
import { defineGridRoute } from "@/server/grid-route";
import { listBatches } from "@/server/queries/list-batches";

export const GET = defineGridRoute({ permission: "reconciliation.view", filters: batchFilters, list: listBatches });
