import "server-only";
import type { ProposeMappingInput } from "@/contracts/statement-mapping";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import type { Json } from "@/core/json";
import { accept, type Refusal, refuse } from "@/core/result";
import { compareMappings } from "@/core/statements/mapping/describe-mapping";
import type { StatementMapping } from "@/core/statements/mapping/mapping";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { MAPPED_FORMAT } from "@/server/statements/find-channel-mapping";
import { findChannel } from "@/server/store/channels";
import { nextDocumentNo } from "@/server/store/document-numbers";
import { findNewestMapping } from "@/server/store/statement-mappings";
import { type DbTransaction, hashInput } from "@/server/transact";

/** A request waits this long for its checker, by the database's clock. */
const EXPIRES_AFTER_HOURS = 72;
const CHECKERS = ["FINANCE"];

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
    const waiting = await findWaiting(tx, code);
    if (waiting !== null) {
      return refuse("mapping_proposed_already", `${waiting} about channel ${code} waits for its checker already.`, {
        approvalNo: waiting,
        channel: code,
      });
    }
    const approvalNo = await requestApproval(tx, { code, baseVersion, mapping, reason });
    const detail = { approvalNo, reason, baseVersion };
    await appendAudit(tx, { action: "mapping.proposed", objectType: "mapping", objectNo: code, detail });
    return accept({ channel: code, approvalNo });
  },
});

async function findWaiting(tx: DbTransaction, code: string): Promise<string | null> {
  const [row] = await tx.query<{ approvalNo: string }>(
    `SELECT approval_no AS "approvalNo" FROM approvals
     WHERE object_type = 'mapping' AND object_no = $1 AND status = 'PENDING'`,
    [code],
  );
  return row?.approvalNo ?? null;
}

type Request = { code: string; baseVersion: number; mapping: StatementMapping; reason: string };

async function requestApproval(tx: DbTransaction, { code, baseVersion, mapping, reason }: Request): Promise<string> {
  const approvalNo = await nextDocumentNo(tx, "approval", accountingDayOf(tx.context.now));
  const payload = mappingPayload(code, baseVersion, mapping);
  await tx.query(
    `INSERT INTO approvals (approval_no, act, object_type, object_no, object_version, payload, payload_hash,
       required_roles, reason, maker_id, status, expires_at, created_at, command_id)
     VALUES ($1, 'STATEMENT_MAPPING', 'mapping', $2, $3, $4, $5, $6, $7, $8, 'PENDING',
       now() + make_interval(hours => ${EXPIRES_AFTER_HOURS}), $9, $10)`,
    [
      approvalNo,
      code,
      baseVersion,
      JSON.stringify(payload),
      hashInput(payload),
      CHECKERS,
      reason,
      tx.context.actor.userId,
      tx.context.now,
      tx.context.commandId,
    ],
  );
  return approvalNo;
}

function refuseFormat(channel: string, format: string): { ok: false; refusal: Refusal } {
  const message = `Channel ${channel} delivers ${format}, which needs no mapping. Change its format first.`;
  return refuse("channel_not_mapped", message, { channel, format });
}

function refuseChanged(channel: string): { ok: false; refusal: Refusal } {
  const message = `Another version of channel ${channel}'s mapping was approved meanwhile. Look at it, then propose yours again.`;
  return refuse("mapping_changed", message, { channel });
}
