import "server-only";
import { randomUUID } from "node:crypto";
import type { CancelImportInput } from "@/contracts/imports";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { nextDocumentNo } from "@/server/store/document-numbers";
import { findUpload } from "@/server/uploads/upload-folder";

const INSERT = `
  INSERT INTO imports (import_no, source, source_key, request_hash, sent_as, file_name, file_sha256, size_bytes, format,
    channel_id, settles_on, is_dry_run, status, created_by, created_at, import_command_id, command_id)
  SELECT $2, 'PAGE', $3, request_hash, $4, file_name, file_sha256, size_bytes, format, channel_id, settles_on, false,
    CASE WHEN channel_id IS NULL THEN 'WAITING' ELSE 'QUEUED' END, $5, clock_timestamp(), $6, $7
  FROM imports WHERE import_no = $1 AND finished_at IS NOT NULL AND statement_no IS NULL
  RETURNING file_sha256 AS "fileSha256"`;

/** The file of a job that stored nothing (a dry run, one that was cancelled or has failed) once more, in earnest. */
export const repeatImport = defineCommand<CancelImportInput, { importNo: string }>({
  action: "import.repeat",
  permission: "statement.import",
  object: ({ importNo }) => ({ type: "import", no: importNo }),
  toHashed: ({ importNo }) => ({ importNo }),
  async effect(tx, { importNo: earlier }) {
    const { actor, commandId, now } = tx.context;
    const importNo = await nextDocumentNo(tx, "import", accountingDayOf(now));
    const values = [earlier, importNo, commandId, actor.login, actor.userId, randomUUID(), commandId];
    const [repeated] = await tx.query<{ fileSha256: string }>(INSERT, values);
    if (!repeated) {
      return refuse("import_not_repeatable", `${earlier} is under way or was stored; there is nothing to repeat.`);
    }
    if ((await findUpload(repeated.fileSha256)) === null) {
      return refuse("upload_gone", "The file is not kept any more. Send it once more; nothing was imported.");
    }
    const detail = { repeats: earlier, fileSha256: repeated.fileSha256 };
    await appendAudit(tx, { action: "import.queued", objectType: "import", objectNo: importNo, detail });
    return accept({ importNo });
  },
});
