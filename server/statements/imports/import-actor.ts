import "server-only";
import type { Actor } from "@/core/permissions/actor";
import { ROLES, type Role } from "@/core/permissions/permissions";
import { reader } from "@/server/transact";
import type { ImportJob } from "./import-job";

type Sender = { login: string; displayName: string; demo: boolean; isDisabled: boolean; roles: string[] };

/**
 * Whoever sent the file, with the roles that they have now; the import is theirs, whichever process runs it. A system that
 * sent it by key or by folder may import and nothing else.
 */
export async function findImportActor(job: Pick<ImportJob, "createdBy" | "sentAs">): Promise<Actor> {
  if (job.createdBy === null) {
    const system = { userId: null, displayName: job.sentAs, scope: null, demo: false };
    return { ...system, login: job.sentAs, roles: ["OPERATOR"] };
  }
  const [sender] = await reader.query<Sender>(
    `SELECT login, display_name AS "displayName", is_demo AS demo, disabled_at IS NOT NULL AS "isDisabled",
            ARRAY(SELECT role FROM user_roles WHERE user_id = users.id ORDER BY role) AS roles
     FROM users WHERE id = $1`,
    [job.createdBy],
  );
  const roles = (sender?.roles ?? []).filter((role): role is Role => ROLES.some((known) => known === role));
  const { login = job.sentAs, displayName = job.sentAs, demo = false } = sender ?? {};
  return { userId: `${job.createdBy}`, login, displayName, demo, scope: null, roles: sender?.isDisabled ? [] : roles };
}
