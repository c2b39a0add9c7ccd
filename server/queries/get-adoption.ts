import "server-only";
import {
  type AdoptableDto,
  type AdoptionPoliciesDto,
  type AdoptionPolicyDto,
  type AdoptionRuleDto,
  adoptionRules,
} from "@/contracts/adoption";
import { scaleOf } from "@/core/money/format-money";
import { toDecimalString } from "@/core/money/parse-money";
import { type AdoptionRule, decideAdoption } from "@/core/reconciliation/decide-adoption";
import { listAdoptable, toAdoptionFacts } from "@/server/reconciliation/adoptable";
import { findCurrentPolicy } from "@/server/store/adoption-policies";
import { reader } from "@/server/transact";

const MAX_VERSIONS = 50;

type PolicyRaw = Omit<AdoptionPolicyDto, "rules" | "proposedAt" | "decidedAt"> & {
  rules: unknown;
  proposedAt: Date;
  decidedAt: Date | null;
};

/** The versions of what is booked by the channel's word: the one that counts, the one that waits, and the newest ones. */
export async function getAdoptionPolicies(): Promise<AdoptionPoliciesDto> {
  const raws = await reader.query<PolicyRaw>(
    `SELECT p.version, p.status, p.rules, p.reason, u.display_name AS "proposedBy",
            p.proposed_at AS "proposedAt", d.display_name AS "decidedBy", p.decided_at AS "decidedAt", p.note
     FROM adoption_policies p JOIN users u ON u.id = p.proposed_by LEFT JOIN users d ON d.id = p.decided_by
     ORDER BY p.version DESC LIMIT ${MAX_VERSIONS}`,
  );
  const history = raws.map(({ rules, proposedAt, decidedAt, ...raw }): AdoptionPolicyDto => {
    const dates = { proposedAt: proposedAt.toISOString(), decidedAt: decidedAt?.toISOString() ?? null };
    return { ...raw, ...dates, rules: toAdoptionRules(adoptionRules.parse(rules)) };
  });
  const [waiting] = await reader.query<{ approvalNo: string }>(
    `SELECT approval_no AS "approvalNo" FROM approvals WHERE object_type = 'adoption_policy' AND status = 'PENDING'`,
  );
  return {
    current: history.find((one) => one.status === "APPROVED") ?? null,
    waitingNo: waiting?.approvalNo ?? null,
    history,
  };
}

export function toAdoptionRules(rules: readonly AdoptionRule[]): AdoptionRuleDto[] {
  return rules.map((rule) => ({
    ...rule,
    upToMinor: `${rule.upToMinor}`,
    upTo: toDecimalString(rule.upToMinor, scaleOf(rule.asset)),
  }));
}

/** The open status mismatches of a channel where only the channel calls it done, and what becomes of each. */
export async function listAdoptions(channel: string): Promise<AdoptableDto[]> {
  const rules = (await findCurrentPolicy(reader))?.rules ?? [];
  const found = await listAdoptable(reader, channel);
  return found.map((one) => ({
    itemNo: one.itemNo,
    itemKind: one.itemKind,
    matchKey: one.matchKey,
    ourStatus: one.ourStatus,
    amountMinor: `${one.lineMinor}`,
    asset: one.lineAsset,
    settlesOn: one.settlesOn,
    decision: decideAdoption(toAdoptionFacts(one), rules),
  }));
}
