import "server-only";
import type { RevokeDelegationInput } from "@/contracts/approvals";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";

/** Takes one's lent signature back before its last day. What was signed with it stays signed, if it was done. */
export const revokeDelegation = defineCommand<RevokeDelegationInput, { delegateLogin: string }>({
  action: "approval.take_back_signature",
  permission: "approval.delegate",
  object: ({ delegationId }) => ({ type: "delegation", no: delegationId }),
  toHashed: ({ delegationId }) => ({ delegationId }),
  async effect(tx, { delegationId }) {
    const { actor, commandId } = tx.context;
    const [revoked] = await tx.query<{ login: string }>(
      `UPDATE approval_delegations d SET revoked_at = now(), command_id = $3 FROM users u
       WHERE d.id = $1 AND d.delegator_id = $2 AND d.revoked_at IS NULL AND u.id = d.delegate_id RETURNING u.login`,
      [delegationId, actor.userId, commandId],
    );
    if (!revoked) return refuse("delegation_unknown", "You have lent no such signature, or have it back already.");
    const detail = { lender: actor.login };
    await appendAudit(tx, { action: "approval.lent_ended", objectType: "user", objectNo: revoked.login, detail });
    return accept({ delegateLogin: revoked.login });
  },
});
