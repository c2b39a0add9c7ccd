import "server-only";
import { createHash } from "node:crypto";
import type { ApprovedManyDto } from "@/contracts/approval-views";
import type { ApproveManyInput } from "@/contracts/approvals";
import { accept } from "@/core/result";
import type { Command } from "@/server/command";
import { decideApproval } from "./decide-approval";

/**
 * Approves many requests, each in a transaction of its own: what does not go is named with its reason and stops no other.
 * Each has a command id of its own, made from this one's: the same press again finds every answer and does nothing twice.
 */
export const approveMany: Command<ApproveManyInput, ApprovedManyDto> = async (context, { approvals, note }) => {
  const rows: ApprovedManyDto["rows"][number][] = [];
  for (const { approvalNo, expectedVersion } of approvals) {
    const commandId = ownCommandId(context.commandId, approvalNo);
    const input = { commandId, approvalNo, expectedVersion, verdict: "APPROVE", note } as const;
    const result = await decideApproval({ ...context, commandId }, input);
    if (result.ok) rows.push({ approvalNo, outcome: result.value.outcome, refusal: null });
    else {
      const { code, message, params = {} } = result.refusal;
      rows.push({ approvalNo, outcome: null, refusal: { code, message, params } });
    }
  }
  return accept({ rows });
};

/** A name-based UUID (version 8: hashed by our own rule). */
function ownCommandId(commandId: string, approvalNo: string): string {
  const hex = createHash("sha256").update(`${commandId} ${approvalNo}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
