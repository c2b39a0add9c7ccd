import { z } from "zod";
import type { LineReason } from "@/core/statements/line-reasons";
import type { ActionRefusal } from "./action-result";
import { businessNoWire, commandIdWire, dayWire } from "./wire";

/** A job's life: it may wait for an answer first, and only before PROMOTING can it be cancelled. */
export const IMPORT_STATUSES = [
  "WAITING",
  "QUEUED",
  "READING",
  "CHECKING",
  "PROMOTING",
  "DONE",
  "REFUSED",
  "CANCELLED",
  "FAILED",
] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];
const ENDED: readonly ImportStatus[] = ["DONE", "REFUSED", "CANCELLED", "FAILED"];
const CANCELLABLE: readonly ImportStatus[] = ["WAITING", "QUEUED", "READING", "CHECKING"];

export function hasEnded(status: ImportStatus): boolean {
  return ENDED.includes(status);
}
export function isCancellable(status: ImportStatus): boolean {
  return CANCELLABLE.includes(status);
}

export const IMPORT_SOURCES = ["PAGE", "API", "FOLDER"] as const;
export type ImportSource = (typeof IMPORT_SOURCES)[number];

const channelCode = z.string().regex(/^[a-z][a-z0-9_-]{1,31}$/, "a channel code is 2 to 32 of a-z, 0-9, _ and -");

/** What an upload of the page says beside its bytes; the same command id is the same upload. */
export const uploadInput = z.strictObject({
  commandId: commandIdWire,
  fileName: z.string().min(1).max(255),
  channel: channelCode.nullable(),
  settlesOn: dayWire.nullable(),
  isDryRun: z.boolean(),
});
export type UploadInput = z.output<typeof uploadInput>;

/** The same for another system, which names its request by a key of its own choice. */
export const apiUploadInput = uploadInput.omit({ commandId: true }).extend({
  idempotencyKey: z.string().min(1).max(200),
});

export const answerImportInput = z.strictObject({
  commandId: commandIdWire,
  importNo: businessNoWire,
  channel: channelCode.nullable(),
  settlesOn: dayWire.nullable(),
});
export type AnswerImportInput = z.output<typeof answerImportInput>;

export const cancelImportInput = z.strictObject({ commandId: commandIdWire, importNo: businessNoWire });
export type CancelImportInput = z.output<typeof cancelImportInput>;

/** A dry run's file once more, in earnest. */
export const repeatImportInput = cancelImportInput;

/** What a file holds. Sums are minor units of its asset; `refunds.amountMinor` is positive. */
export type ImportContentsDto = {
  readonly asset: string;
  readonly lines: number;
  readonly payments: { readonly count: number; readonly amountMinor: string };
  readonly refunds: { readonly count: number; readonly amountMinor: string };
  readonly feeMinor: string;
};

/** One refused line, as the file has it; `bytesHex` are its bytes where they are no text. */
export type RefusedImportLineDto = {
  readonly lineNo: number;
  readonly column: string | null;
  readonly code: string;
  /** In English; `why` is the same for whoever says it in another language. Jobs of earlier versions have none. */
  readonly reason: string;
  readonly why?: LineReason;
  readonly raw: string;
};

export type ImportDto = {
  readonly importNo: string;
  readonly source: ImportSource;
  readonly sentAs: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly format: string | null;
  readonly channel: { readonly code: string; readonly name: string } | null;
  readonly settlesOn: string | null;
  readonly suggestedOn: string | null;
  readonly isDryRun: boolean;
  readonly status: ImportStatus;
  /** What it waits to be told. */
  readonly needs: "CHANNEL" | "DAY" | null;
  /** The channels that deliver files of its format, where it has to be said which. */
  readonly choices: readonly { readonly code: string; readonly name: string }[];
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly readBytes: number;
  readonly lines: number;
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly isCancelAsked: boolean;
  readonly contents: ImportContentsDto | null;
  readonly statementNo: string | null;
  readonly version: number | null;
  readonly isDuplicate: boolean;
  readonly refusal: ActionRefusal | null;
  readonly refusedCount: number;
  /** The first of them; all are in the download. */
  readonly refusedLines: readonly RefusedImportLineDto[];
  readonly failure: string | null;
};
