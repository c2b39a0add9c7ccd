import "server-only";
import { randomUUID } from "node:crypto";
import type { ImportSource, ImportStatus } from "@/contracts/imports";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { nextDocumentNo } from "@/server/store/document-numbers";
import { type DbTransaction, hashInput } from "@/server/transact";

export type ImportRequest = {
  readonly source: ImportSource;
  /** What the source calls this delivery. */
  readonly sourceKey: string;
  /** Who or what sent it, for people. */
  readonly sentAs: string;
  readonly fileName: string;
  readonly fileSha256: string;
  readonly sizeBytes: number;
  readonly format: string | null;
  readonly channel: string | null;
  readonly settlesOn: string | null;
  readonly isDryRun: boolean;
  /** What is wrong with the file already by its first bytes: the job is there to be seen, and refused. */
  readonly refusal: Refusal | null;
};

export type ImportQueued = { importNo: string; isNew: boolean };

const INSERT = `
  INSERT INTO imports (import_no, source, source_key, request_hash, sent_as, file_name, file_sha256, size_bytes, format,
    channel_id, settles_on, is_dry_run, status, created_by, created_at, finished_at, refusal, import_command_id, command_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, clock_timestamp(),
    CASE WHEN $13 = 'REFUSED' THEN clock_timestamp() END, $15, $16, $17)`;

/**
 * Makes a job of a received file. The same delivery again (a repeated request, a folder looked at twice) is the job that
 * it became; another one under the same key is refused.
 */
export const queueImport = defineCommand<ImportRequest, ImportQueued>({
  action: "import.queue",
  permission: "statement.import",
  object: ({ fileName }) => ({ type: "import", no: fileName.slice(0, 64) }),
  toHashed: ({ refusal: _refusal, ...request }) => request,
  async effect(tx, request) {
    const { source, sourceKey, fileSha256, channel, settlesOn, isDryRun } = request;
    const requestHash = hashInput({ fileSha256, channel, settlesOn, isDryRun });
    const [known] = await tx.query<{ import_no: string; request_hash: string }>(
      "SELECT import_no, request_hash FROM imports WHERE source = $1 AND source_key = $2",
      [source, sourceKey],
    );
    if (known?.request_hash === requestHash) return accept({ importNo: known.import_no, isNew: false });
    if (known) return refuseReused(known.import_no);
    const channelId = await findChannelId(tx, channel);
    if (channel !== null && channelId === null) {
      return refuse("channel_unknown", `Channel ${channel} is not known; set it up first.`);
    }
    const importNo = await nextDocumentNo(tx, "import", accountingDayOf(tx.context.now));
    await insertImport(tx, request, { importNo, requestHash, channelId });
    const detail = { importNo, source, fileName: request.fileName, fileSha256, channel, settlesOn, isDryRun };
    await appendAudit(tx, { action: "import.queued", objectType: "import", objectNo: importNo, detail });
    return accept({ importNo, isNew: true });
  },
});

function refuseReused(importNo: string): Result<never> {
  const message = `This key was used for another upload, which became ${importNo}. Nothing was done; choose a new key.`;
  return refuse("idempotency_key_reused", message, { importNo });
}

async function findChannelId(tx: DbTransaction, code: string | null): Promise<bigint | null> {
  const [channel] = await tx.query<{ id: bigint }>("SELECT id FROM channels WHERE code = $1", [code]);
  return channel?.id ?? null;
}

async function insertImport(
  tx: DbTransaction,
  request: ImportRequest,
  { importNo, requestHash, channelId }: { importNo: string; requestHash: string; channelId: bigint | null },
): Promise<void> {
  // A dry run needs no channel: it tells which there may be.
  const isReady = channelId !== null || request.isDryRun;
  const status: ImportStatus = request.refusal ? "REFUSED" : isReady ? "QUEUED" : "WAITING";
  await tx.query(INSERT, [
    importNo,
    request.source,
    request.sourceKey,
    requestHash,
    request.sentAs,
    request.fileName,
    request.fileSha256,
    request.sizeBytes,
    request.format,
    channelId,
    request.settlesOn,
    request.isDryRun,
    status,
    tx.context.actor.userId,
    request.refusal && JSON.stringify(request.refusal),
    randomUUID(),
    tx.context.commandId,
  ]);
}
