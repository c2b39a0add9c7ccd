import "server-only";
import { z } from "zod";
import { adoptionRules } from "@/contracts/adoption";
import type { Json } from "@/core/json";
import type { AdoptionRule } from "@/core/reconciliation/decide-adoption";
import { accept } from "@/core/result";
import { defineAct } from "@/server/approvals/act";
import { appendAudit } from "@/server/audit/append-audit";
import { toAdoptionRules } from "@/server/queries/get-adoption";
import { findCurrentPolicy, getAdoptionRules, insertAdoptionPolicy } from "@/server/store/adoption-policies";

const adoptionRequest = z.strictObject({ baseVersion: z.int().min(0), rules: adoptionRules });
const LIST_NO = "ADOPTION";

/** What is booked by the channel's word without a person: another version of that list. */
export const adoptionPolicy = defineAct({
  name: "ADOPTION_POLICY",
  proposedWith: "adoption.propose",
  payload: adoptionRequest,
  object: () => ({ type: "adoption_policy", no: LIST_NO }),
  async weigh() {
    return { ruledAct: "ADOPTION_POLICY", amount: null, payee: null, merchantId: null, editorIds: [] };
  },
  async observe(db) {
    const version = (await findCurrentPolicy(db))?.version ?? 0;
    return accept([{ type: "adoption_policy", no: LIST_NO, version, facts: null }]);
  },
  async execute(tx, { baseVersion, rules }, { id, approvalNo, reason }) {
    const version = baseVersion + 1;
    await insertAdoptionPolicy(tx, { version, rules: toStoredRules(rules), reason, approvalId: id });
    const detail = { version, approvalNo };
    const objectNo = `${version}`;
    await appendAudit(tx, { action: "adoption.policy_approved", objectType: "adoption_policy", objectNo, detail });
    return accept({ voucherNo: null });
  },
  async describe(db, { baseVersion, rules }) {
    const before = baseVersion === 0 ? [] : await getAdoptionRules(db, baseVersion);
    const value = (all: readonly AdoptionRule[]) => ({ kind: "adoptions", rules: toAdoptionRules(all) }) as const;
    const subject = { kind: "message", key: "adoption.subject", values: { version: `${baseVersion + 1}` } } as const;
    return { subject, changes: [{ field: "rules", before: value(before), after: value(rules) }] };
  },
});

/** Rules as they are frozen and stored: amounts as text. */
export function toStoredRules(rules: readonly AdoptionRule[]): Json {
  return rules.map(({ itemKind, ourStatus, asset, upToMinor }) => ({
    itemKind,
    ourStatus,
    asset,
    upToMinor: `${upToMinor}`,
  }));
}
