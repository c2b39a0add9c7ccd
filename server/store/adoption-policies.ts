import "server-only";
import { adoptionRules } from "@/contracts/adoption";
import type { AdoptionRule } from "@/core/reconciliation/decide-adoption";
import type { DbReader, DbTransaction } from "@/server/transact";

export type PolicyRow = {
  readonly version: number;
  readonly status: "PENDING" | "APPROVED" | "REJECTED";
  readonly proposedBy: bigint;
};
export type CurrentPolicy = { readonly version: number; readonly rules: readonly AdoptionRule[] };

/** The newest approved version; null while nothing is booked without a person. */
export async function findCurrentPolicy(db: DbReader): Promise<CurrentPolicy | null> {
  const [row] = await db.query<{ version: number; rules: unknown }>(
    "SELECT version, rules FROM adoption_policies WHERE status = 'APPROVED' ORDER BY version DESC LIMIT 1",
  );
  return row ? { version: row.version, rules: adoptionRules.parse(row.rules) } : null;
}

/** Every version, locked against another proposal or decision at the same time; newest first. */
export async function lockPolicies(tx: DbTransaction): Promise<PolicyRow[]> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtext('adoption_policies'))");
  return tx.query<PolicyRow>(
    `SELECT version, status, proposed_by AS "proposedBy" FROM adoption_policies ORDER BY version DESC`,
  );
}
