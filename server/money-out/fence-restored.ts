import "server-only";
import { randomUUID } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { accept } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { getClock } from "@/server/clock";
import { getEnv } from "@/server/env";
import { type DbTransaction, reader, transact } from "@/server/transact";

/** What the worker remembers outside of the database: where it comes from, and how many leases it had given. */
const markSchema = z.strictObject({ origin: z.string(), lease: z.string().regex(/^\d+$/) });
type Mark = z.output<typeof markSchema>;

/**
 * Stops money going out where the database is not the one that was here before: it was restored, copied, wound back, or a
 * standby has taken over. What was sent since would be sent again. Asked when a worker starts, and every minute.
 */
export async function fenceRestored(): Promise<{ fenced: boolean }> {
  const [now] = await reader.query<{ origin: string; known: string | null; lease: bigint }>(
    `SELECT database_origin() AS origin, (SELECT origin FROM database_origins ORDER BY id DESC LIMIT 1) AS known,
       coalesce(pg_sequence_last_value('attempt_leases'), 0) AS lease`,
  );
  if (!now) return { fenced: false };
  const { origin, known, lease } = now;
  const mark = await readMark();
  const isWoundBack = mark !== null && mark.origin === origin && lease < BigInt(mark.lease);
  const fenced = (known !== null && known !== origin) || isWoundBack;
  if (known === null) await reader.query("INSERT INTO database_origins (origin) VALUES ($1)", [origin]);
  if (fenced) await stop(isWoundBack ? "The database is older than what this machine has sent from it." : RESTORED);
  else await writeMark({ origin, lease: `${lease}` });
  return { fenced };
}
const RESTORED = "The database was restored, copied, or a standby has taken over.";

async function stop(reason: string): Promise<void> {
  const context = { actor: SYSTEM_ACTOR, commandId: randomUUID(), now: getClock().now() };
  await transact("moneyOut.fence", context, { reason }, async (tx: DbTransaction) => {
    const rows = await tx.query<{ id: bigint }>(
      `INSERT INTO money_stops (cause, reason, command_id) VALUES ('RESTORE', $1, $2)
       ON CONFLICT (cause) WHERE resumed_at IS NULL DO NOTHING RETURNING id`,
      [reason, tx.context.commandId],
    );
    const [row] = rows;
    if (!row) return accept(null);
    const objectNo = `${row.id}`;
    await appendAudit(tx, { action: "moneyOut.stopped", objectType: "money_stop", objectNo, detail: { reason } });
    // Whatever had left, or was about to, is asked about at once.
    await tx.query(
      "UPDATE money_attempts SET next_inquiry_at = now(), inquiries = 0, version = version + 1 WHERE status IN ('PROCESSING', 'IN_DOUBT')",
    );
    return accept(null);
  });
}

const markPath = () => join(getEnv().DESK_DATA_DIR, "money-mark.json");

async function readMark(): Promise<Mark | null> {
  try {
    const parsed = markSchema.safeParse(JSON.parse(await readFile(markPath(), "utf8")));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && "code" in error && error.code === "ENOENT"))
      return null;
    throw error;
  }
}

async function writeMark(mark: Mark): Promise<void> {
  const path = markPath();
  await writeFile(`${path}.new`, JSON.stringify(mark), { mode: 0o600 });
  await rename(`${path}.new`, path);
}
