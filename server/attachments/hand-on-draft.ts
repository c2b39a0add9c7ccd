import "server-only";
import type { AttachableReference } from "@/contracts/attachments";
import { appendAudit } from "@/server/audit/append-audit";
import type { DbTransaction } from "@/server/transact";

/**
 * Puts the files of the actor's own draft beside what it has become, in the transaction that makes it so. Answers how many
 * there were: 0 where the draft had none, or is somebody else's.
 */
export async function handOnDraft(
  tx: DbTransaction,
  draftNo: string,
  object: AttachableReference,
): Promise<{ count: number }> {
  const rows = await tx.query<{ attachment_no: string; file_name: string; sha256: string }>(
    `UPDATE attachments SET object_type = $1, object_no = $2
     WHERE object_type = 'draft' AND object_no = $3 AND uploaded_by = $4::bigint
     RETURNING attachment_no, file_name, sha256`,
    [object.type, object.no, draftNo, tx.context.actor.userId],
  );
  for (const { attachment_no: attachmentNo, file_name: fileName, sha256 } of rows) {
    await appendAudit(tx, {
      action: "attachment.added",
      objectType: object.type,
      objectNo: object.no,
      detail: { attachmentNo, fileName, sha256 },
    });
  }
  return { count: rows.length };
}
