import "server-only";
import { policyRules } from "@/contracts/approval-policy";
import type { PlayDto } from "@/contracts/claim-views";
import type { RuledAct } from "@/core/approvals/acts";
import type { PolicyRule } from "@/core/approvals/policy";
import { CATALOGUE } from "@/core/ledger/catalogue";
import { ACCOUNT_PLACES, CHART } from "@/core/ledger/chart";
import { invariant } from "@/core/result";
import { BREAK_KINDS } from "@/core/suspense/item";
import { PLAYBOOK } from "@/core/suspense/playbook";
import { RESOLUTIONS, type Resolution } from "@/core/suspense/resolutions";
import { reader } from "@/server/transact";

/** The playbook with what it posts by the catalogue and who checks it by the rules in force. */
export async function listPlaybook(): Promise<PlayDto[]> {
  const [policy] = await reader.query<{ rules: unknown }>(
    "SELECT rules FROM approval_policies ORDER BY version DESC LIMIT 1",
  );
  const rules = policyRules.parse(policy?.rules);
  return RESOLUTIONS.map((resolution) => {
    const { direction, kinds, itemKinds, event, evidence, canReopen, claimDueIn } = PLAYBOOK[resolution];
    return {
      resolution,
      direction,
      kinds: kinds.length === BREAK_KINDS.length ? null : kinds,
      itemKinds,
      event,
      lines: event === null ? [] : linesOf(event),
      evidence: evidence.map(({ need, fromMinor }) => ({ need, fromMinor: `${fromMinor}` })),
      canReopen,
      claimDueIn,
      checkers: rules.filter(({ act }) => act === ruledActOf(resolution)).map(toChecker),
    };
  });
}

function linesOf(event: NonNullable<(typeof PLAYBOOK)[Resolution]["event"]>): PlayDto["lines"] {
  return CATALOGUE[event].lines.map(({ side, place }) => {
    const { glCode } = ACCOUNT_PLACES[place];
    const subject = CHART.find((one) => one.code === glCode);
    invariant(subject, `${glCode} is in the chart`);
    return { side, glCode, nameEn: subject.nameEn, nameZh: subject.nameZh };
  });
}

/** As requests are weighed, see server/approvals/acts/suspense-request. */
function ruledActOf(resolution: Resolution): RuledAct {
  if (resolution === "WRITE_OFF_AS_LOSS") return "LOSS_WRITE_OFF";
  return resolution === "MATCH_BY_HAND" ? "MATCH_BY_HAND" : "SUSPENSE_RESOLUTION";
}

function toChecker({ asset, upToMinor, seats }: PolicyRule): PlayDto["checkers"][number] {
  return { asset, upToMinor: upToMinor === null ? null : `${upToMinor}`, seats };
}
