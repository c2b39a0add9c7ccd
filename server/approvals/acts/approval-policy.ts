import "server-only";
import { type PolicyPayload, policyPayload } from "@/contracts/approval-policy";
import type { FieldChangeDto, FieldValueDto } from "@/contracts/approval-views";
import { RULED_ACTS } from "@/core/approvals/acts";
import type { PolicyRule } from "@/core/approvals/policy";
import type { Json } from "@/core/json";
import { accept } from "@/core/result";
import { defineAct } from "@/server/approvals/act";
import { appendAudit } from "@/server/audit/append-audit";
import { toRuleDto } from "@/server/queries/get-approval-policy";
import { getPolicy, insertPolicy } from "@/server/store/approval-policies";
import { type DbReader, hashInput } from "@/server/transact";

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
  describe: describePolicy,
});

/** Each act whose rules would be others, as they were on the version that the request was made for. */
async function describePolicy(db: DbReader, { baseVersion, rules, breakGlass }: PolicyPayload) {
  const base = await getPolicy(db, baseVersion);
  const key = (rule: PolicyRule) => hashInput(toStored({ rules: [rule] }));
  // Of an act only the bands that differ: what stays as it is would hide them.
  const only = (all: readonly PolicyRule[], others: readonly PolicyRule[], act: string) =>
    all.filter((rule) => rule.act === act && !others.some((other) => key(other) === key(rule)));
  const value = (all: readonly PolicyRule[]): FieldValueDto => ({ kind: "rules", rules: all.map(toRuleDto) });
  const changes = RULED_ACTS.flatMap((field): FieldChangeDto[] => {
    const [gone, come] = [only(base.rules, rules, field), only(rules, base.rules, field)];
    return gone.length + come.length === 0 ? [] : [{ field, before: value(gone), after: value(come) }];
  });
  if (base.breakGlass !== breakGlass) {
    const said = (isOn: boolean): FieldValueDto => ({ kind: "message", key: `policy.${isOn ? "yes" : "no"}` });
    changes.push({ field: "breakGlass", before: said(base.breakGlass), after: said(breakGlass) });
  }
  const values = { version: `${baseVersion + 1}` };
  return { subject: { kind: "message", key: "policy.subject", values } as const, changes };
}

/** Rules as they are frozen and stored: amounts as text. */
export function toStored({ rules }: { readonly rules: readonly PolicyRule[] }): Json {
  return rules.map(({ upToMinor, ...rule }) => ({ ...rule, upToMinor: upToMinor === null ? null : `${upToMinor}` }));
}
