import "server-only";
import { randomUUID } from "node:crypto";
import type { ImportSource } from "@/contracts/imports";
import { MAX_UPLOAD_BYTES } from "@/contracts/statement-upload";
import type { Actor } from "@/core/permissions/actor";
import { type Result, refuse } from "@/core/result";
import { getClock } from "@/server/clock";
import { type ImportQueued, queueImport } from "@/server/commands/queue-import";
import { detectUpload } from "./detect-upload";
import { receiveUpload } from "./upload-folder";

export type UploadRequest = {
  readonly source: ImportSource;
  readonly sourceKey: string;
  readonly fileName: string;
  readonly channel: string | null;
  readonly settlesOn: string | null;
  readonly isDryRun: boolean;
};

/**
 * Takes a file in and makes a job of it: all that an upload waits for is its own bytes. Refusals: upload_empty,
 * upload_too_large, channel_unknown, idempotency_key_reused, not_permitted.
 */
export async function sendUpload(
  actor: Actor,
  request: UploadRequest,
  body: AsyncIterable<Uint8Array> | null,
): Promise<Result<ImportQueued>> {
  if (body === null) return refuse("upload_empty", "The request brought no file. Nothing was done.");
  const received = await receiveUpload(body, MAX_UPLOAD_BYTES);
  if (!received.ok) return received;
  const { path, sha256, sizeBytes } = received.value;
  const { format, channel, refusal } = await detectUpload(path, request.fileName, request.channel);
  const context = { actor, commandId: randomUUID(), now: getClock().now() };
  return queueImport(context, {
    ...request,
    sentAs: actor.login,
    fileSha256: sha256,
    sizeBytes,
    format,
    channel: request.channel ?? channel,
    refusal,
  });
}
