import "server-only";
import type { DecideAdoptionPolicyInput } from "@/contracts/adoption";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { lockPolicies } from "@/server/store/adoption-policies";

type Decided = { version: number; status: "APPROVED" | "REJECTED" };

/** Approves or rejects a list of what is booked by the channel's word. Never by who asked for it; the database holds that too. */
export const decideAdoptionPolicy = defineCommand<DecideAdoptionPolicyInput, Decided>({
  action: "adoption.decide_policy",
  permission: "adoption.decide",
  object: ({ version }) => ({ type: "adoption_policy", no: `${version}` }),
  toHashed: ({ version, verdict, note }) => ({ version, verdict, note }),
  async effect(tx, { version, verdict, note }) {
    const policy = (await lockPolicies(tx)).find((one) => one.version === version);
    if (!policy) return refuse("adoption_policy_unknown", `There is no version ${version}.`, { version: `${version}` });
    if (policy.status !== "PENDING") {
      return refuse("adoption_policy_decided", `Version ${version} is ${policy.status} already; nothing was changed.`, {
        version: `${version}`,
        status: policy.status,
      });
    }
    const { userId } = tx.context.actor;
    if (userId === null || `${policy.proposedBy}` === userId) {
      return refuse("checker_is_maker", "You proposed this yourself; somebody else has to check it.");
    }
    if (verdict === "REJECT" && note === "") {
      return refuse("rejection_reason_missing", "Say why you reject it, so that the maker can put it right.");
    }
    const status = verdict === "APPROVE" ? "APPROVED" : "REJECTED";
    await tx.query(
      `UPDATE adoption_policies SET status = $2, decided_by = $3, decided_at = $4, note = $5, command_id = $6
       WHERE version = $1 AND status = 'PENDING'`,
      [version, status, userId, tx.context.now, note, tx.context.commandId],
    );
    const detail = { status, note, makerId: `${policy.proposedBy}` };
    await appendAudit(tx, {
      action: status === "APPROVED" ? "adoption.policy_approved" : "adoption.policy_rejected",
      objectType: "adoption_policy",
      objectNo: `${version}`,
      detail,
    });
    return accept({ version, status });
  },
});
