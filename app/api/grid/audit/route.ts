import { auditFilters } from "@/contracts/audit-views";
import { defineGridRoute } from "@/server/grid-route";
import { listAuditEvents } from "@/server/queries/list-audit-events";

export const GET = defineGridRoute({ permission: "audit.view", filters: auditFilters, list: listAuditEvents });
