import "server-only";
import { type AttachableReference, MAX_ATTACHMENTS } from "@/contracts/attachments";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { accept, refuse } from "@/core/result";
import { maySeeAttachable } from "@/server/attachments/attachable";
import { countAttachments } from "@/server/attachments/list-attachments";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { nextDocumentNo } from "@/server/store/document-numbers";

/** A file whose bytes are in the store already. `fileName` is safe and `mediaType` is what the content says. */
export type FileToAttach = {
  readonly object: AttachableReference;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly store: "FOLDER" | "S3";
};
export type FileAttached = { attachmentNo: string; fileName: string; isNew: boolean };

/** Puts a file beside an object as evidence. The same content beside the same object again is the one that is there. */
export const attachFile = defineCommand<FileToAttach, FileAttached>({
  action: "attachment.add",
  permission: "attachment.add",
  object: ({ object }) => object,
  toHashed: ({ object, ...file }) => ({ ...object, ...file }),
  async effect(tx, { object, fileName, mediaType, sizeBytes, sha256, store }) {
    const { actor, commandId, now } = tx.context;
    if (!(await maySeeAttachable(tx, actor, object))) {
      return refuse("attachable_unknown", `There is no ${object.type} ${object.no} that you may see.`, {
        no: object.no,
      });
    }
    const [known] = await tx.query<{ attachmentNo: string; fileName: string }>(
      `SELECT attachment_no AS "attachmentNo", file_name AS "fileName" FROM attachments
       WHERE object_type = $1 AND object_no = $2 AND sha256 = $3`,
      [object.type, object.no, sha256],
    );
    if (known) return accept({ ...known, isNew: false });
    if ((await countAttachments(tx, object)) >= MAX_ATTACHMENTS) {
      const message = `There are ${MAX_ATTACHMENTS} files beside ${object.no} already, which is the most. Nothing was attached.`;
      return refuse("attachments_too_many", message, { limit: `${MAX_ATTACHMENTS}`, no: object.no });
    }
    const attachmentNo = await nextDocumentNo(tx, "attachment", accountingDayOf(now));
    await tx.query(
      `INSERT INTO attachments (attachment_no, object_type, object_no, file_name, media_type, size_bytes, sha256, store,
         uploaded_by, created_at, command_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        attachmentNo,
        object.type,
        object.no,
        fileName,
        mediaType,
        sizeBytes,
        sha256,
        store,
        actor.userId,
        now,
        commandId,
      ],
    );
    await appendAudit(tx, {
      action: "attachment.added",
      objectType: object.type,
      objectNo: object.no,
      detail: { attachmentNo, fileName, mediaType, sizeBytes, sha256 },
    });
    return accept({ attachmentNo, fileName, isNew: true });
  },
});
