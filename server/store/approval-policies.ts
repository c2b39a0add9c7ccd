import "server-only";
import { policyRules } from "@/contracts/approval-policy";
import type { ApprovalPolicy } from "@/core/approvals/policy";
import type { Json } from "@/core/json";
import { invariant } from "@/core/result";
import type { DbReader, DbTransaction } from "@/server/transact";

/** The rules in force, or those of a version: who checks what. */
export async function getPolicy(db: DbReader, version: number | null = null): Promise<ApprovalPolicy> {
  const [row] = await db.query<{ version: number; rules: unknown; breakGlass: boolean }>(
    `SELECT version, rules, break_glass AS "breakGlass" FROM approval_policies
     WHERE $1::integer IS NULL OR version = $1 ORDER BY version DESC LIMIT 1`,
    [version],
  );
  invariant(row, "the first version of the policy is given with the desk");
  return { ...row, rules: policyRules.parse(row.rules) };
}

export type NewPolicyVersion = {
  readonly version: number;
  readonly rules: Json;
  readonly breakGlass: boolean;
  readonly reason: string;
  readonly approvalId: bigint;
  readonly makerId: bigint;
};

/** The caller has closed the approval as EXECUTED; the database refuses a version that is not what it says. */
export async function insertPolicy(tx: DbTransaction, policy: NewPolicyVersion): Promise<void> {
  await tx.query(
    `INSERT INTO approval_policies (version, rules, break_glass, reason, approval_id, made_by, approved_at, command_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      policy.version,
      JSON.stringify(policy.rules),
      policy.breakGlass,
      policy.reason,
      policy.approvalId,
      policy.makerId,
      tx.context.now,
      tx.context.commandId,
    ],
  );
}
