import "server-only";
import type { ProposeServiceLevelsInput } from "@/contracts/service-levels";
import { accept, type Refusal, refuse } from "@/core/result";
import { checkServiceLevels } from "@/core/suspense/service-levels";
import { serviceLevels } from "@/server/approvals/acts/service-levels";
import { proposeApproval } from "@/server/approvals/propose-approval";
import { defineCommand } from "@/server/command";
import { countUnderLevels, findUnknownChannel, getServiceLevels, toStoredLevels } from "@/server/store/service-levels";
import { hashInput } from "@/server/transact";

const LIST = { objectType: "service_levels", objectNo: "LEVELS" } as const;

/** Asks for other service levels. Those in force go on until somebody else has signed, and open items keep theirs. */
export const proposeServiceLevels = defineCommand<ProposeServiceLevelsInput, { approvalNo: string }>({
  action: "service_levels.propose",
  permission: "serviceLevel.propose",
  object: () => ({ type: LIST.objectType, no: LIST.objectNo }),
  toHashed: ({ baseVersion, levels, reason }) => ({ baseVersion, levels: toStoredLevels(levels), reason }),
  async effect(tx, { baseVersion, levels, reason }) {
    const current = await getServiceLevels(tx);
    if (current.version !== baseVersion) return refuseChanged(current.version);
    const checked = checkServiceLevels(levels);
    if (!checked.ok) return checked;
    const channel = await findUnknownChannel(tx, levels);
    if (channel !== null) return refuse("channel_unknown", `There is no channel ${channel}.`, { channel });
    const stored = toStoredLevels(levels);
    if (hashInput(stored) === hashInput(toStoredLevels(current.levels))) {
      return refuse("service_levels_unchanged", "These are the service levels in force already; nothing was changed.");
    }
    const openItems = await countUnderLevels(tx, levels);
    const act = serviceLevels.bind({ baseVersion, levels: stored, openItems });
    const proposed = await proposeApproval(tx, act, reason, ({ approvalNo }) => [
      { action: "service_levels.proposed", ...LIST, detail: { approvalNo, baseVersion, reason } },
    ]);
    return proposed.ok ? accept({ approvalNo: proposed.value.approvalNo }) : proposed;
  },
});

function refuseChanged(version: number): { ok: false; refusal: Refusal } {
  const message = `Version ${version} of the service levels was approved meanwhile. Look at it, then propose yours again.`;
  return refuse("service_levels_changed", message, { version: `${version}` });
}
