import "server-only";
import { policyPayload } from "@/contracts/approval-policy";
import type { PolicyRule } from "@/core/approvals/policy";
import type { Json } from "@/core/json";
import { accept } from "@/core/result";
import { defineAct } from "@/server/approvals/act";
import { appendAudit } from "@/server/audit/append-audit";
import { getPolicy, insertPolicy } from "@/server/store/approval-policies";

/** There is one list of rules. */
const POLICY_NO = "POLICY";

/** Who checks what: another version of the list of rules. What waits keeps the checkers that it was asked with. */
export const approvalPolicy = defineAct({
  name: "APPROVAL_POLICY",
  proposedWith: "policy.propose",
  payload: policyPayload,
  object: () => ({ type: "approval_policy", no: POLICY_NO }),
  async weigh() {
    return { ruledAct: "APPROVAL_POLICY", amount: null, payee: null, merchantId: null, editorIds: [] };
  },
  async observe(db) {
    const { version } = await getPolicy(db);
    return accept([{ type: "approval_policy", no: POLICY_NO, version, facts: null }]);
  },
  async execute(tx, payload, { id, approvalNo, makerId, reason }) {
    const version = payload.baseVersion + 1;
    const { breakGlass } = payload;
    await insertPolicy(tx, { version, rules: toStored(payload), breakGlass, reason, approvalId: id, makerId });
    const detail = { version, approvalNo };
    await appendAudit(tx, { action: "policy.approved", objectType: "policy", objectNo: `${version}`, detail });
    return accept({ voucherNo: null });
  },
});

/** Rules as they are frozen and stored: amounts as text. */
export function toStored({ rules }: { readonly rules: readonly PolicyRule[] }): Json {
  return rules.map(({ upToMinor, ...rule }) => ({ ...rule, upToMinor: upToMinor === null ? null : `${upToMinor}` }));
}
