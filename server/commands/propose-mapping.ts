import "server-only";
import type { ProposeMappingInput } from "@/contracts/statement-mapping";
import type { Json } from "@/core/json";
import { accept, type Refusal, refuse } from "@/core/result";
import { compareMappings } from "@/core/statements/mapping/describe-mapping";
import type { StatementMapping } from "@/core/statements/mapping/mapping";
import { refuseFormat, statementMapping } from "@/server/approvals/acts/statement-mapping";
import { proposeApproval } from "@/server/approvals/propose-approval";
import { defineCommand } from "@/server/command";
import { MAPPED_FORMAT } from "@/server/statements/find-channel-mapping";
import { findChannel } from "@/server/store/channels";
import { findNewestMapping } from "@/server/store/statement-mappings";

/** What a request freezes, and what its version is made of. */
export function mappingPayload(channel: string, baseVersion: number, mapping: StatementMapping): Json {
  return { channel, baseVersion, mapping };
}

/**
 * Asks for a new version of a channel's mapping. Files are read by the last approved one until somebody else approves
 * this; one request waits at a time.
 */
export const proposeMapping = defineCommand<ProposeMappingInput, { channel: string; approvalNo: string }>({
  action: "mapping.propose",
  permission: "mapping.propose",
  object: ({ channel }) => ({ type: "mapping", no: channel }),
  toHashed: ({ channel, baseVersion, mapping, reason }) => ({ channel, baseVersion, mapping, reason }),
  async effect(tx, { channel: code, baseVersion, mapping, reason }) {
    if (tx.context.actor.userId === null) return refuse("maker_missing", "Only a person can propose a mapping.");
    const channel = await findChannel(tx, code);
    if (!channel) return refuse("channel_unknown", `Channel ${code} is not known; set it up first.`);
    if (channel.format !== MAPPED_FORMAT) return refuseFormat(code, channel.format);
    const newest = await findNewestMapping(tx, channel.id);
    if ((newest?.version ?? 0) !== baseVersion) return refuseChanged(code);
    if (newest && compareMappings(newest.mapping, mapping).length === 0) {
      return refuse("mapping_unchanged", `This is what version ${newest.version} says already.`, { channel: code });
    }
    const act = statementMapping.bind(mappingPayload(code, baseVersion, mapping));
    const proposed = await proposeApproval(tx, act, reason, ({ approvalNo }) => {
      const detail = { approvalNo, reason, baseVersion };
      return [{ action: "mapping.proposed", objectType: "mapping", objectNo: code, detail }];
    });
    return proposed.ok ? accept({ channel: code, approvalNo: proposed.value.approvalNo }) : proposed;
  },
});

function refuseChanged(channel: string): { ok: false; refusal: Refusal } {
  const message = `Another version of channel ${channel}'s mapping was approved meanwhile. Look at it, then propose yours again.`;
  return refuse("mapping_changed", message, { channel });
}
