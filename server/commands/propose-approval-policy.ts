import "server-only";
import type { ProposePolicyInput } from "@/contracts/approval-policy";
import { accept, type Refusal, refuse } from "@/core/result";
import { approvalPolicy, toStored } from "@/server/approvals/acts/approval-policy";
import { proposeApproval } from "@/server/approvals/propose-approval";
import { defineCommand } from "@/server/command";
import { getPolicy } from "@/server/store/approval-policies";
import { hashInput } from "@/server/transact";

/** Asks for other rules about who checks what. Those in force go on until somebody else has signed. */
export const proposeApprovalPolicy = defineCommand<ProposePolicyInput, { approvalNo: string }>({
  action: "policy.propose",
  permission: "policy.propose",
  object: ({ baseVersion }) => ({ type: "policy", no: `${baseVersion + 1}` }),
  toHashed: ({ baseVersion, rules, breakGlass, reason }) => ({
    baseVersion,
    rules: toStored({ rules }),
    breakGlass,
    reason,
  }),
  async effect(tx, { baseVersion, rules, breakGlass, reason }) {
    const current = await getPolicy(tx);
    if (current.version !== baseVersion) return refuseChanged(current.version);
    const stored = toStored({ rules });
    const isSame = hashInput([stored, breakGlass]) === hashInput([toStored(current), current.breakGlass]);
    if (isSame) return refuse("policy_unchanged", "These are the rules in force already; nothing was changed.");
    const act = approvalPolicy.bind({ baseVersion, rules: stored, breakGlass });
    const proposed = await proposeApproval(tx, act, reason, ({ approvalNo }) => {
      const objectNo = `${baseVersion + 1}`;
      return [{ action: "policy.proposed", objectType: "policy", objectNo, detail: { approvalNo, reason } }];
    });
    return proposed.ok ? accept({ approvalNo: proposed.value.approvalNo }) : proposed;
  },
});

function refuseChanged(version: number): { ok: false; refusal: Refusal } {
  const message = `Version ${version} of the rules was approved meanwhile. Look at it, then propose yours again.`;
  return refuse("policy_changed", message, { version: `${version}` });
}
