import "server-only";
import type { BookCheck } from "./book-check";

/** The service levels in force are those of the newest version, and each version but the first is what was approved. */
const SERVICE_LEVELS: BookCheck = {
  name: "service_levels_approved",
  noun: "versions of the service levels",
  units: `
    SELECT 'version ' || v.version AS name,
           (v.version = 1 OR (a.act = 'SERVICE_LEVELS' AND a.status = 'EXECUTED' AND a.payload -> 'levels' = v.levels
             AND a.object_version + 1 = v.version AND a.maker_id = v.made_by
             AND EXISTS (SELECT 1 FROM service_level_versions b WHERE b.version = v.version - 1)))
           AND (v.version < max(v.version) OVER () OR v.levels = service_levels_in_force()) AS ok
    FROM service_level_versions v LEFT JOIN approvals a ON a.id = v.approval_id`,
};

export const SERVICE_LEVEL_CHECKS: readonly BookCheck[] = [SERVICE_LEVELS];
