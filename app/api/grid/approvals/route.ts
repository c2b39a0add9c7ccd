import { approvalFilters } from "@/contracts/approval-views";
import { defineGridRoute } from "@/server/grid-route";
import { listApprovals } from "@/server/queries/list-approvals";

export const GET = defineGridRoute({ permission: "approval.view", filters: approvalFilters, list: listApprovals });
