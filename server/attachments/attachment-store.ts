import "server-only";
import { createHash } from "node:crypto";
import { getEnv } from "@/server/env";
import { openFolderStore } from "./folder-store";
import { openS3Store } from "./s3-store";

/** Where the bytes of attachments lie, each file once, under the hash of its content. */
export type AttachmentStore = {
  /** As the row of an attachment names it: what was put into one store is read from there after the other came. */
  readonly name: "FOLDER" | "S3";
  /** Durable when it returns. The same content again changes nothing. */
  readonly put: (sha256: string, bytes: Uint8Array) => Promise<void>;
  readonly get: (sha256: string) => Promise<Uint8Array | null>;
};

/** The store for new files: the S3-compatible one where it is configured, else the data folder. */
export function openAttachmentStore(name: AttachmentStore["name"] = configuredStore()): AttachmentStore {
  return name === "S3" ? openS3Store(getEnv()) : openFolderStore();
}

function configuredStore(): AttachmentStore["name"] {
  return getEnv().DESK_S3_ENDPOINT === undefined ? "FOLDER" : "S3";
}

/** The content of an attachment, proved by its hash; null when it is gone or is not what was put there. */
export async function readAttachment(name: AttachmentStore["name"], sha256: string): Promise<Uint8Array | null> {
  const bytes = await openAttachmentStore(name).get(sha256);
  return bytes !== null && hashOf(bytes) === sha256 ? bytes : null;
}

export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
