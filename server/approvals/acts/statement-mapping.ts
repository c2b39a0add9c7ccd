import "server-only";
import { z } from "zod";
import { mappingWire } from "@/contracts/statement-mapping";
import type { Json } from "@/core/json";
import { accept, invariant, type Refusal, refuse } from "@/core/result";
import type { StatementMapping } from "@/core/statements/mapping/mapping";
import { defineAct } from "@/server/approvals/act";
import { appendAudit } from "@/server/audit/append-audit";
import { MAPPED_FORMAT } from "@/server/statements/find-channel-mapping";
import { findChannel } from "@/server/store/channels";
import { findNewestMapping, insertMapping } from "@/server/store/statement-mappings";

const mappingRequest = z.object({ channel: z.string(), baseVersion: z.int().min(0), mapping: mappingWire });

/** The version by which a channel's next file is read; statements that were read before keep theirs. */
export const statementMapping = defineAct({
  name: "STATEMENT_MAPPING",
  proposedWith: "mapping.propose",
  payload: mappingRequest,
  object: ({ channel }) => ({ type: "mapping", no: channel }),
  async weigh() {
    return { ruledAct: "STATEMENT_MAPPING", amount: null, payee: null, merchantId: null, editorIds: [] };
  },
  async lock(tx, { channel }) {
    await tx.query("SELECT 1 FROM channels WHERE code = $1 FOR SHARE", [channel]);
  },
  async observe(db, { channel: code }) {
    const channel = await findChannel(db, code);
    if (!channel) return refuse("channel_unknown", `Channel ${code} is not known; set it up first.`);
    if (channel.format !== MAPPED_FORMAT) return refuseFormat(code, channel.format);
    const newest = await findNewestMapping(db, channel.id);
    const facts = { format: channel.format };
    return accept([{ type: "mapping", no: code, version: newest?.version ?? 0, facts }]);
  },
  async execute(tx, { channel: code, baseVersion, mapping }, { id, approvalNo, makerId, reason }) {
    const channel = await findChannel(tx, code);
    invariant(channel, `${approvalNo} was just compared with the facts`);
    const version = baseVersion + 1;
    await insertMapping(tx, { channelId: channel.id, version, mapping, reason, approvalId: id, makerId });
    const detail = { version, approvalNo };
    await appendAudit(tx, { action: "mapping.approved", objectType: "mapping", objectNo: code, detail });
    return accept({ voucherNo: null });
  },
});

/** The mapping that a request froze. */
export function requestedMapping(payload: Json): StatementMapping {
  return mappingRequest.parse(payload).mapping;
}

export function refuseFormat(channel: string, format: string): { ok: false; refusal: Refusal } {
  const message = `Channel ${channel} delivers ${format}, which needs no mapping. Change its format first.`;
  return refuse("channel_not_mapped", message, { channel, format });
}
