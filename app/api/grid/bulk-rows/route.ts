import { bulkRowsFilters } from "@/contracts/bulk";
import { defineGridRoute } from "@/server/grid-route";
import { listBulkRows } from "@/server/queries/find-bulk-job";

export const GET = defineGridRoute({ permission: "suspense.view", filters: bulkRowsFilters, list: listBulkRows });
