import "server-only";
import { adoptionRules } from "@/contracts/adoption";
import type { Json } from "@/core/json";
import type { AdoptionRule } from "@/core/reconciliation/decide-adoption";
import type { DbReader, DbTransaction } from "@/server/transact";

export type CurrentPolicy = { readonly version: number; readonly rules: readonly AdoptionRule[] };

/** The newest approved version; null while nothing is booked without a person. */
export async function findCurrentPolicy(db: DbReader): Promise<CurrentPolicy | null> {
  const [row] = await db.query<{ version: number; rules: unknown }>(
    "SELECT version, rules FROM adoption_policies WHERE status = 'APPROVED' ORDER BY version DESC LIMIT 1",
  );
  return row ? { version: row.version, rules: adoptionRules.parse(row.rules) } : null;
}

/** The rules of an approved version. */
export async function getAdoptionRules(db: DbReader, version: number): Promise<readonly AdoptionRule[]> {
  const [row] = await db.query<{ rules: unknown }>("SELECT rules FROM adoption_policies WHERE version = $1", [version]);
  return adoptionRules.parse(row?.rules);
}

export type NewAdoptionPolicy = {
  readonly version: number;
  readonly rules: Json;
  readonly reason: string;
  readonly approvalId: bigint;
};

/** The caller has closed the approval as EXECUTED; the database refuses a version that is not what it says. */
export async function insertAdoptionPolicy(tx: DbTransaction, policy: NewAdoptionPolicy): Promise<void> {
  await tx.query(
    `INSERT INTO adoption_policies (version, rules, reason, status, proposed_by, proposed_at, decided_by, decided_at,
       approval_id, command_id)
     SELECT $1, $2, $3, 'APPROVED', maker_id, created_at, $5, $6, id, $7 FROM approvals WHERE id = $4`,
    [
      policy.version,
      JSON.stringify(policy.rules),
      policy.reason,
      policy.approvalId,
      tx.context.actor.userId,
      tx.context.now,
      tx.context.commandId,
    ],
  );
}
