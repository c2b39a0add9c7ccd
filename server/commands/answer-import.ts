import "server-only";
import type { AnswerImportInput } from "@/contracts/imports";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";

/** Tells a waiting job its channel, its day, or both, as a person sees them; then it runs. */
export const answerImport = defineCommand<AnswerImportInput, { importNo: string }>({
  action: "import.answer",
  permission: "statement.import",
  object: ({ importNo }) => ({ type: "import", no: importNo }),
  toHashed: ({ importNo, channel, settlesOn }) => ({ importNo, channel, settlesOn }),
  async effect(tx, { importNo, channel, settlesOn }) {
    const [known] = await tx.query<{ id: bigint }>("SELECT id FROM channels WHERE code = $1", [channel]);
    if (channel !== null && !known) {
      return refuse("channel_unknown", `Channel ${channel} is not known; set it up first.`);
    }
    const answered = await tx.query(
      `UPDATE imports SET channel_id = coalesce($2, channel_id), settles_on = coalesce($3::date, settles_on), status = 'QUEUED'
       WHERE import_no = $1 AND status = 'WAITING' AND coalesce($2, channel_id) IS NOT NULL RETURNING id`,
      [importNo, known?.id ?? null, settlesOn],
    );
    if (answered.length === 0) {
      return refuse("import_not_waiting", `${importNo} does not wait for an answer any more. Look at where it is now.`);
    }
    const detail = { channel, settlesOn };
    await appendAudit(tx, { action: "import.answered", objectType: "import", objectNo: importNo, detail });
    return accept({ importNo });
  },
});
