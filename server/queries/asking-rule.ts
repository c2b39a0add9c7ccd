import "server-only";
import { type AskingRuleDto, policyRules } from "@/contracts/approval-policy";
import type { RuledAct } from "@/core/approvals/acts";
import { findBand, type Weighed } from "@/core/approvals/policy";
import { invariant } from "@/core/result";
import type { Weight } from "@/server/approvals/act";
import { type DbReader, reader } from "@/server/transact";

type PolicyRaw = { version: number; rules: unknown };
type Asked = Weighed & { readonly payee: string | null; readonly amountMinor: bigint | null };

/** The rule by which a request was asked for; null for one that is older than the rules. */
export async function tellRule(
  approval: {
    readonly policyVersion: number | null;
    readonly ruledAct: RuledAct | null;
    readonly summedMinor: bigint | null;
  } & Pick<Asked, "asset" | "payee" | "amountMinor">,
): Promise<AskingRuleDto | null> {
  const { policyVersion, ruledAct: act, ...rest } = approval;
  if (policyVersion === null || act === null) return null;
  const [policy] = await reader.query<PolicyRaw>("SELECT version, rules FROM approval_policies WHERE version = $1", [
    policyVersion,
  ]);
  invariant(policy, `version ${policyVersion} of the policy is kept`);
  return toAskingRule(policy, { ...rest, act });
}

/** The rule that would ask if it were proposed now. */
export async function foretellRule(db: DbReader, { ruledAct, amount, payee }: Weight): Promise<AskingRuleDto> {
  const { amountMinor = null, asset = null } = amount ?? {};
  const [policy] = await db.query<PolicyRaw & { summedMinor: bigint | null }>(
    `SELECT version, rules, approval_summed($1, $2, $3::bigint) AS "summedMinor"
     FROM approval_policies ORDER BY version DESC LIMIT 1`,
    [payee, asset, amountMinor],
  );
  invariant(policy, "the first version of the policy is given with the desk");
  return toAskingRule(policy, { act: ruledAct, asset, payee, amountMinor, summedMinor: policy.summedMinor });
}

function toAskingRule({ version, rules }: PolicyRaw, asked: Asked): AskingRuleDto {
  const band = findBand(policyRules.parse(rules), asked);
  invariant(band, `version ${version} of the policy has a rule for ${asked.act}`);
  const { rule, aboveMinor } = band;
  const { summedMinor, payee, asset } = asked;
  const isSummed = summedMinor !== null && asset !== null && payee !== null && summedMinor !== asked.amountMinor;
  return {
    policyVersion: version,
    act: rule.act,
    asset: rule.asset,
    aboveMinor: aboveMinor === null ? null : `${aboveMinor}`,
    upToMinor: rule.upToMinor === null ? null : `${rule.upToMinor}`,
    seats: rule.seats,
    excludes: rule.excludes,
    stepUp: rule.stepUp,
    summed: isSummed ? { amountMinor: `${summedMinor}`, asset, payee } : null,
  };
}
