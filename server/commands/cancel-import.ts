import "server-only";
import type { CancelImportInput } from "@/contracts/imports";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";

/** A job that nobody works on ends at once; a worker is told, and looks every second. */
const ASK = `
  UPDATE imports SET cancel_asked_at = clock_timestamp(), cancel_asked_by = $2,
    status = CASE WHEN worker IS NULL THEN 'CANCELLED' ELSE status END,
    finished_at = CASE WHEN worker IS NULL THEN clock_timestamp() END
  WHERE id = (SELECT id FROM imports WHERE import_no = $1 AND status IN ('WAITING', 'QUEUED', 'READING', 'CHECKING')
              FOR UPDATE SKIP LOCKED)
  RETURNING status`;

/** Asks a job to end before it stores anything. What is being stored is stored: a statement is superseded, not taken back. */
export const cancelImport = defineCommand<CancelImportInput, { importNo: string; isEnded: boolean }>({
  action: "import.cancel",
  permission: "statement.import",
  object: ({ importNo }) => ({ type: "import", no: importNo }),
  toHashed: ({ importNo }) => ({ importNo }),
  async effect(tx, { importNo }) {
    const [asked] = await tx.query<{ status: string }>(ASK, [importNo, tx.context.actor.userId]);
    if (!asked) {
      const message = `${importNo} cannot be cancelled: it is being stored or has ended. Look at where it is now.`;
      return refuse("import_not_cancellable", message, { importNo });
    }
    await appendAudit(tx, { action: "import.cancelled", objectType: "import", objectNo: importNo, detail: {} });
    return accept({ importNo, isEnded: asked.status === "CANCELLED" });
  },
});
