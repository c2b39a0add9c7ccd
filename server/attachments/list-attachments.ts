import "server-only";
import { type AttachableReference, type AttachmentDto, MAX_ATTACHMENTS } from "@/contracts/attachments";
import type { Actor } from "@/core/permissions/actor";
import { type DbReader, reader } from "@/server/transact";
import { maySeeAttachable } from "./attachable";

type AttachmentRaw = {
  attachmentNo: string;
  fileName: string;
  mediaType: string;
  sizeBytes: bigint;
  sha256: string;
  by: string;
  createdAt: Date;
};

/** The files beside an object, oldest first; null when it is none that the actor may see. */
export async function listAttachments(actor: Actor, object: AttachableReference): Promise<AttachmentDto[] | null> {
  if (!(await maySeeAttachable(reader, actor, object))) return null;
  const rows = await reader.query<AttachmentRaw>(
    `SELECT a.attachment_no AS "attachmentNo", a.file_name AS "fileName", a.media_type AS "mediaType",
            a.size_bytes AS "sizeBytes", a.sha256, u.display_name AS by, a.created_at AS "createdAt"
     FROM attachments a JOIN users u ON u.id = a.uploaded_by
     WHERE a.object_type = $1 AND a.object_no = $2 ORDER BY a.id LIMIT ${2 * MAX_ATTACHMENTS}`,
    [object.type, object.no],
  );
  return rows.map(({ createdAt, sizeBytes, ...raw }) => ({
    ...raw,
    // At most 20 MB: a size, and no money.
    sizeBytes: Number(sizeBytes),
    at: createdAt.toISOString(),
  }));
}

/** How many files stand beside an object; for rules that ask for evidence. The caller has checked who may see it. */
export async function countAttachments(db: DbReader, { type, no }: AttachableReference): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM attachments WHERE object_type = $1 AND object_no = $2",
    [type, no],
  );
  return row?.count ?? 0;
}
