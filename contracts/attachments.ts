import { z } from "zod";
import { commandIdWire } from "./wire";

/**
 * What a file can stand beside. A `draft` is what somebody writes before it has a number: its number is an id that the
 * page minted, only its writer sees it, and its files go over to what it becomes.
 */
export const ATTACHABLE_TYPES = ["suspense", "approval", "draft"] as const;
export type AttachableType = (typeof ATTACHABLE_TYPES)[number];

export const MAX_ATTACHMENT_BYTES = 20 * 1024 * 1024;
export const MAX_ATTACHMENTS = 20;

export const attachableReference = z.object({
  type: z.enum(ATTACHABLE_TYPES),
  no: z.string().regex(/^[A-Za-z0-9-]{1,64}$/, "a number has 1 to 64 letters, digits or -"),
});
export type AttachableReference = z.output<typeof attachableReference>;

/** How an upload is described: `?type=&no=` and the headers X-File-Name and X-Command-Id; the file is the body. */
export const attachmentUploadInput = attachableReference.extend({
  commandId: commandIdWire,
  fileName: z.string().max(1_000),
});

export type AttachmentDto = {
  readonly attachmentNo: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly by: string;
  readonly at: string;
};
