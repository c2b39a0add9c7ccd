import { z } from "zod";
import type { ActionRefusal } from "./action-result";
import { commandIdWire, dayWire } from "./wire";

/** The largest file that may be uploaded. A day of ten million lines, packed, stays below it. */
export const MAX_UPLOAD_BYTES = 1024 ** 3;

const sha256Wire = z.string().regex(/^[0-9a-f]{64}$/, "a SHA-256 is 64 hexadecimal digits");
const channelCode = z.string().regex(/^[a-z][a-z0-9_-]{1,31}$/, "a channel code is 2 to 32 of a-z, 0-9, _ and -");

/**
 * What an upload asks for, from its address and headers. The file itself is the body; a file that was checked before is
 * named by its hash instead, so that its bytes travel once.
 */
export const statementUploadInput = z.discriminatedUnion("mode", [
  z.strictObject({
    mode: z.literal("check"),
    fileName: z.string().min(1).max(255),
    settlesOn: dayWire.nullable(),
  }),
  z.strictObject({
    mode: z.literal("import"),
    fileName: z.string().min(1).max(255),
    settlesOn: dayWire.nullable(),
    channel: channelCode,
    commandId: commandIdWire,
    checkedSha256: sha256Wire.nullable(),
  }),
]);
export type StatementUploadInput = z.output<typeof statementUploadInput>;

/** A line that keeps its file out, as the file has it. */
export type RefusedLineDto = {
  readonly lineNo: number;
  readonly column: string | null;
  readonly code: string;
  readonly reason: string;
  readonly raw: string;
};

/** What a file holds. Sums are minor units of `asset`; `refunds.amountMinor` is positive. */
export type StatementContentsDto = {
  readonly format: string;
  readonly asset: string;
  readonly sha256: string;
  readonly lines: number;
  readonly payments: { readonly count: number; readonly amountMinor: string };
  readonly refunds: { readonly count: number; readonly amountMinor: string };
  readonly feeMinor: string;
  /** The settlement date where the file says it; then no other may be chosen. */
  readonly settlesOn: string | null;
  /** The day on which its last line happened: a suggestion where the file says no date. */
  readonly suggestedOn: string | null;
};

/** A channel that delivers files of this format, and what it has for the day already. */
export type UploadChannelDto = {
  readonly code: string;
  readonly name: string;
  readonly known: { readonly statementNo: string; readonly version: number; readonly isSame: boolean } | null;
};

/** What a check says that only it knows: which channels the file may be from. */
export type CheckedUpload = {
  readonly state: "checked";
  readonly contents: StatementContentsDto;
  readonly channels: readonly UploadChannelDto[];
};
/** The statement that holds the file's lines: made of it, or of the same lines before. */
export type StoredUpload = {
  readonly statementNo: string;
  readonly channel: string;
  readonly settlesOn: string;
  readonly version: number;
};
export type UploadOutcome =
  | CheckedUpload
  | ({ readonly state: "imported" } & StoredUpload)
  | ({ readonly state: "duplicate" } & StoredUpload)
  | { readonly state: "refused"; readonly refusal: ActionRefusal; readonly lines: readonly RefusedLineDto[] }
  | { readonly state: "failed"; readonly requestId: string };

/** The answer is a line of JSON for every step, the outcome last. */
export type UploadStep =
  | { readonly step: "reading"; readonly readBytes: number; readonly sizeBytes: number; readonly lines: number }
  | { readonly step: "done"; readonly outcome: UploadOutcome };
