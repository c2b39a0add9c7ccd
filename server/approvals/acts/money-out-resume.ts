import "server-only";
import { z } from "zod";
import { accept, invariant, refuse } from "@/core/result";
import { defineAct } from "@/server/approvals/act";
import { appendAudit } from "@/server/audit/append-audit";
import type { DbReader } from "@/server/transact";

const resumeRequest = z.strictObject({ stopId: z.string() });

type Stop = { cause: "PERSON" | "RESTORE"; reason: string; stoppedBy: string | null; stoppedAt: Date; version: number };

async function findStop(db: DbReader, stopId: string): Promise<Stop | null> {
  const [stop] = await db.query<Stop>(
    `SELECT s.cause, s.reason, u.login AS "stoppedBy", s.stopped_at AS "stoppedAt", s.version
     FROM money_stops s LEFT JOIN users u ON u.id = s.stopped_by WHERE s.id = $1 AND s.resumed_at IS NULL`,
    [stopId],
  );
  return stop ?? null;
}

/** What left before the database was restored, as far as it knows, and has not been asked about since. */
async function countUnasked(db: DbReader, stopId: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM money_attempts a, money_stops s
     WHERE s.id = $1 AND a.status NOT IN ('SUCCEEDED', 'FAILED') AND a.sends > 0 AND NOT EXISTS (
       SELECT 1 FROM money_answers said
       WHERE said.attempt_id = a.id AND said.source = 'INQUIRY' AND said.heard_at > s.stopped_at)`,
    [stopId],
  );
  return row?.count ?? 0;
}

/** Money goes out again after a stop of a person's, or after the database was restored. */
export const moneyOutResume = defineAct({
  name: "MONEY_OUT_RESUME",
  proposedWith: "moneyOut.resume",
  payload: resumeRequest,
  object: ({ stopId }) => ({ type: "money_stop", no: stopId }),
  async weigh() {
    return { ruledAct: "MONEY_OUT_RESUME", amount: null, payee: null, merchantId: null, editorIds: [] };
  },
  async lock(tx, { stopId }) {
    await tx.query("SELECT 1 FROM money_stops WHERE id = $1 FOR UPDATE", [stopId]);
  },
  async observe(db, { stopId }) {
    const stop = await findStop(db, stopId);
    if (!stop) return refuse("money_out_goes", "Money goes out again already.");
    const unasked = stop.cause === "RESTORE" ? await countUnasked(db, stopId) : 0;
    if (unasked > 0) {
      const message = `The channels have not answered about ${unasked} payments since the database was restored; ask them first.`;
      return refuse("money_out_unasked", message, { count: `${unasked}` });
    }
    return accept([{ type: "money_stop", no: stopId, version: stop.version, facts: { cause: stop.cause } }]);
  },
  async execute(tx, { stopId }, { id, approvalNo, makerId }) {
    const rows = await tx.query<{ cause: string }>(
      `UPDATE money_stops SET resumed_at = now(), resumed_by = $2, approval_id = $3, version = version + 1, command_id = $4
       WHERE id = $1 AND resumed_at IS NULL RETURNING cause`,
      [stopId, makerId, id, tx.context.commandId],
    );
    invariant(rows.length === 1, `stop ${stopId} was locked and open`);
    if (rows[0]?.cause === "RESTORE") {
      await tx.query("INSERT INTO database_origins (origin, stop_id) VALUES (database_origin(), $1)", [stopId]);
    }
    const detail = { approvalNo };
    await appendAudit(tx, { action: "moneyOut.resumed", objectType: "money_stop", objectNo: stopId, detail });
    return accept({ voucherNo: null });
  },
  async describe(db, { stopId }) {
    const stop = await findStop(db, stopId);
    const subject = { kind: "message", key: "moneyOut.subject", values: { no: stopId } } as const;
    const text = (value: string) => ({ kind: "text", text: value }) as const;
    const before = stop ? text(`${stop.reason} (${stop.stoppedBy ?? stop.cause})`) : null;
    return { subject, changes: [{ field: "stop", before, after: null }] };
  },
});
