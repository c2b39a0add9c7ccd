import "server-only";
import type { Decision } from "@/core/approvals/decide-approval";
import type { Json } from "@/core/json";
import { accept, invariant, type Result } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { MAPPED_FORMAT } from "@/server/statements/find-channel-mapping";
import { type ApprovalRow, closeApproval, insertDecision } from "@/server/store/approvals";
import { findChannel } from "@/server/store/channels";
import { findNewestMapping, insertMapping, parseMapping } from "@/server/store/statement-mappings";
import { type DbTransaction, hashInput } from "@/server/transact";

type Verdict = { readonly verdict: "APPROVE" | "REJECT"; readonly note: string };
type Decided = { approvalNo: string; outcome: "EXECUTED" | "SIGNED" | "REJECTED" | "STALE"; voucherNo: null };

/**
 * Decides a request about a channel's mapping. The last signature makes it the version by which the channel's next file
 * is read; statements that were read before keep theirs. Void where another version came first.
 */
export async function decideMapping(
  tx: DbTransaction,
  approval: ApprovalRow,
  { asRole, completes }: Decision,
  { verdict, note }: Verdict,
): Promise<Result<Decided>> {
  const { approvalNo } = approval;
  const end = async (outcome: "REJECTED" | "STALE", action: string): Promise<Result<Decided>> => {
    const isClosed = await closeApproval(tx, approval, outcome);
    invariant(isClosed, `${approvalNo} is locked and pending`);
    await auditDecision(tx, approval, action, { asRole, note });
    return accept({ approvalNo, outcome, voucherNo: null });
  };
  if (verdict === "REJECT") {
    await insertDecision(tx, approval, { asRole, verdict, note });
    return end("REJECTED", "approval.rejected");
  }
  const channelId = await findUnchanged(tx, approval);
  if (channelId === null) return end("STALE", "approval.found_stale");
  await insertDecision(tx, approval, { asRole, verdict, note });
  if (!completes) {
    await auditDecision(tx, approval, "approval.signed", { asRole, note });
    return accept({ approvalNo, outcome: "SIGNED", voucherNo: null });
  }
  const isClosed = await closeApproval(tx, approval, "EXECUTED");
  invariant(isClosed, `${approvalNo} is locked and pending`);
  const version = approval.objectVersion + 1;
  await insertMapping(tx, {
    channelId,
    version,
    mapping: requestedMapping(approval.payload),
    reason: approval.reason,
    approvalId: approval.id,
    makerId: approval.makerId,
  });
  await auditDecision(tx, approval, "approval.executed", { asRole, note });
  const detail = { version, approvalNo };
  await appendAudit(tx, { action: "mapping.approved", objectType: "mapping", objectNo: approval.objectNo, detail });
  return accept({ approvalNo, outcome: "EXECUTED", voucherNo: null });
}

/** The mapping that a request froze. */
export function requestedMapping(payload: Json) {
  return parseMapping((payload as { mapping: Json }).mapping);
}

/** The channel, locked, where the request still stands on its newest version; null where it does not. */
async function findUnchanged(tx: DbTransaction, approval: ApprovalRow): Promise<bigint | null> {
  await tx.query("SELECT 1 FROM channels WHERE code = $1 FOR SHARE", [approval.objectNo]);
  const channel = await findChannel(tx, approval.objectNo);
  if (channel?.format !== MAPPED_FORMAT) return null;
  const newest = await findNewestMapping(tx, channel.id);
  const isSame =
    (newest?.version ?? 0) === approval.objectVersion && hashInput(approval.payload) === approval.payloadHash;
  return isSame ? channel.id : null;
}

async function auditDecision(
  tx: DbTransaction,
  { approvalNo, objectNo, makerId }: ApprovalRow,
  action: string,
  detail: { readonly asRole: string; readonly note: string },
): Promise<void> {
  await appendAudit(tx, {
    action,
    objectType: "approval",
    objectNo: approvalNo,
    detail: { ...detail, channel: objectNo, makerId: `${makerId}` },
  });
}
