import { adjustmentFilters } from "@/contracts/adjustment-views";
import { defineGridRoute } from "@/server/grid-route";
import { listAdjustments } from "@/server/queries/list-adjustments";

export const GET = defineGridRoute({ permission: "ledger.view", filters: adjustmentFilters, list: listAdjustments });
