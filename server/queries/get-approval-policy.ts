import "server-only";
import {
  type PolicyPageDto,
  type PolicyRuleDto,
  type PolicyVersionDto,
  policyRules,
} from "@/contracts/approval-policy";
import { RULED_ACTS } from "@/core/approvals/acts";
import type { PolicyRule } from "@/core/approvals/policy";
import { scaleOf } from "@/core/money/format-money";
import { toDecimalString } from "@/core/money/parse-money";
import { invariant } from "@/core/result";
import { reader } from "@/server/transact";

/** Older versions stay in the database and are not listed. */
const MAX_VERSIONS = 50;

type VersionRaw = Omit<PolicyVersionDto, "rules" | "approvedAt"> & { rules: unknown; approvedAt: Date };

/** The rules in force, their history, and the request for others that waits, if any. */
export async function getPolicyPage(): Promise<PolicyPageDto> {
  const raws = await reader.query<VersionRaw>(
    `SELECT p.version, p.rules, p.break_glass AS "breakGlass", p.reason, u.display_name AS "madeBy", p.approved_at AS "approvedAt",
            a.approval_no AS "approvalNo",
            (SELECT string_agg(k.display_name, ', ' ORDER BY d.id) FROM approval_decisions d JOIN users k ON k.id = d.checker_id
             WHERE d.approval_id = a.id) AS "checkedBy"
     FROM approval_policies p LEFT JOIN users u ON u.id = p.made_by LEFT JOIN approvals a ON a.id = p.approval_id
     ORDER BY p.version DESC LIMIT ${MAX_VERSIONS}`,
  );
  const history = raws.map(
    (raw): PolicyVersionDto => ({
      ...raw,
      rules: policyRules.parse(raw.rules).map(toRuleDto).sort(byAct),
      approvedAt: raw.approvedAt.toISOString(),
    }),
  );
  const [waiting] = await reader.query<{ approvalNo: string }>(
    `SELECT approval_no AS "approvalNo" FROM approvals WHERE object_type = 'approval_policy' AND status = 'PENDING'`,
  );
  const [current] = history;
  invariant(current, "the first version of the policy is given with the desk");
  return { current, history, waitingNo: waiting?.approvalNo ?? null };
}

/** In the order in which acts are told everywhere; within one, as the rules have them. */
function byAct(left: PolicyRuleDto, right: PolicyRuleDto): number {
  return RULED_ACTS.indexOf(left.act) - RULED_ACTS.indexOf(right.act);
}

export function toRuleDto({ upToMinor, ...rule }: PolicyRule): PolicyRuleDto {
  if (upToMinor === null || rule.asset === null) return { ...rule, upToMinor: null, upTo: "" };
  return { ...rule, upToMinor: `${upToMinor}`, upTo: toDecimalString(upToMinor, scaleOf(rule.asset)) };
}
