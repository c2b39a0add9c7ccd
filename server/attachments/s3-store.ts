import "server-only";
import { AwsClient } from "aws4fetch";
import { invariant } from "@/core/result";
import type { Env } from "@/server/env";
import type { AttachmentStore } from "./attachment-store";

const TIMEOUT_MS = 30_000;
const RETRIES = 2;

type S3Settings = Pick<
  Env,
  "DESK_S3_ENDPOINT" | "DESK_S3_BUCKET" | "DESK_S3_REGION" | "DESK_S3_ACCESS_KEY_ID" | "DESK_S3_SECRET_ACCESS_KEY"
>;

/**
 * A bucket of an S3-compatible store, addressed by path (`endpoint/bucket/attachments/<hash>`), which all of them
 * understand. Requests are signed with Signature Version 4 over the content's own hash, so that bytes which were altered
 * on the way are refused there. Objects are never removed from here.
 */
export function openS3Store(settings: S3Settings): AttachmentStore {
  const { DESK_S3_ENDPOINT: endpoint, DESK_S3_BUCKET: bucket, DESK_S3_REGION: region } = settings;
  const { DESK_S3_ACCESS_KEY_ID: accessKeyId, DESK_S3_SECRET_ACCESS_KEY: secretAccessKey } = settings;
  invariant(endpoint && bucket && accessKeyId && secretAccessKey, "the store's settings are complete");
  const client = new AwsClient({ accessKeyId, secretAccessKey, service: "s3", region, retries: RETRIES });
  const addressOf = (sha256: string) => `${endpoint.replace(/\/$/, "")}/${bucket}/attachments/${sha256}`;
  const send = (sha256: string, init: RequestInit) =>
    client.fetch(addressOf(sha256), { ...init, redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
  return {
    name: "S3",
    async put(sha256, bytes) {
      const headers = { "Content-Type": "application/octet-stream", "X-Amz-Content-Sha256": sha256 };
      const answer = await send(sha256, { method: "PUT", headers, body: Uint8Array.from(bytes) });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`the attachment store answered ${answer.status} to a file`);
    },
    async get(sha256) {
      const answer = await send(sha256, { method: "GET" });
      if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
      await answer.body?.cancel();
      if (answer.status === 404) return null;
      throw new Error(`the attachment store answered ${answer.status} to a question for a file`);
    },
  };
}
