import "server-only";
import type { ProposeAdoptionPolicyInput } from "@/contracts/adoption";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { lockPolicies } from "@/server/store/adoption-policies";

/**
 * Asks for another list of what is booked by the channel's word without a person. It counts when somebody else, a finance
 * lead or an administrator, has approved it; one request waits at a time, so that two are never approved unseen.
 */
export const proposeAdoptionPolicy = defineCommand<ProposeAdoptionPolicyInput, { version: number }>({
  action: "adoption.propose_policy",
  permission: "adoption.propose",
  object: () => ({ type: "adoption_policy", no: "next" }),
  toHashed: ({ rules, reason }) => ({ rules: rules.map(toJson), reason }),
  async effect(tx, { rules, reason }) {
    const { userId } = tx.context.actor;
    if (userId === null) return refuse("maker_missing", "Only a person can ask for this.");
    const [newest] = await lockPolicies(tx);
    if (newest?.status === "PENDING") {
      return refuse(
        "adoption_policy_pending",
        `Version ${newest.version} waits for its checker; have it decided first. Nothing was changed.`,
        { version: `${newest.version}` },
      );
    }
    const version = (newest?.version ?? 0) + 1;
    const detail = { version, rules: rules.map(toJson), reason };
    await tx.query(
      `INSERT INTO adoption_policies (version, rules, reason, proposed_by, proposed_at, command_id)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [version, JSON.stringify(detail.rules), reason, userId, tx.context.now, tx.context.commandId],
    );
    await appendAudit(tx, {
      action: "adoption.policy_proposed",
      objectType: "adoption_policy",
      objectNo: `${version}`,
      detail,
    });
    return accept({ version });
  },
});

function toJson({ itemKind, ourStatus, asset, upToMinor }: ProposeAdoptionPolicyInput["rules"][number]) {
  return { itemKind, ourStatus, asset, upToMinor: `${upToMinor}` };
}
