import "server-only";
import type { ImportSource, ImportStatus } from "@/contracts/imports";

/** A job as its worker needs it. */
export type ImportJob = {
  readonly id: bigint;
  readonly importNo: string;
  readonly status: ImportStatus;
  readonly source: ImportSource;
  readonly sentAs: string;
  readonly fileName: string;
  readonly fileSha256: string;
  readonly sizeBytes: bigint;
  readonly channel: string | null;
  readonly timezone: string | null;
  readonly cutoff: string | null;
  readonly settlesOn: string | null;
  readonly isDryRun: boolean;
  readonly createdBy: bigint | null;
  readonly attempts: number;
  readonly importCommandId: string;
  readonly isCancelAsked: boolean;
};

/** A worker that dies loses its job to the others after this time; while it lives it says so every second. */
export const LEASE_SECONDS = 20;
/** A job whose workers died so often has something to do with it. */
export const MAX_ATTEMPTS = 5;

/** The import was asked to stop, or belongs to another worker by now. */
export class ImportStopped extends Error {
  constructor(readonly why: "cancelled" | "lost") {
    super(`the import was ${why}`);
  }
}
