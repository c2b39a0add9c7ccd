import "server-only";
import type { ProposeAdoptionPolicyInput } from "@/contracts/adoption";
import { accept } from "@/core/result";
import { adoptionPolicy, toStoredRules } from "@/server/approvals/acts/adoption-policy";
import { proposeApproval } from "@/server/approvals/propose-approval";
import { defineCommand } from "@/server/command";
import { findCurrentPolicy } from "@/server/store/adoption-policies";

/**
 * Asks for another list of what is booked by the channel's word without a person. It counts once others have signed it;
 * one request waits at a time, so that two are never approved unseen.
 */
export const proposeAdoptionPolicy = defineCommand<ProposeAdoptionPolicyInput, { approvalNo: string }>({
  action: "adoption.propose_policy",
  permission: "adoption.propose",
  object: () => ({ type: "adoption_policy", no: "next" }),
  toHashed: ({ rules, reason }) => ({ rules: toStoredRules(rules), reason }),
  async effect(tx, { rules, reason }) {
    const baseVersion = (await findCurrentPolicy(tx))?.version ?? 0;
    const act = adoptionPolicy.bind({ baseVersion, rules: toStoredRules(rules) });
    const proposed = await proposeApproval(tx, act, reason, ({ approvalNo }) => {
      const detail = { approvalNo, baseVersion, rules: toStoredRules(rules), reason };
      const objectNo = `${baseVersion + 1}`;
      return [{ action: "adoption.policy_proposed", objectType: "adoption_policy", objectNo, detail }];
    });
    return proposed.ok ? accept({ approvalNo: proposed.value.approvalNo }) : proposed;
  },
});
