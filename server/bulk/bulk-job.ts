import "server-only";

/** A job as its worker needs it. */
export type BulkJob = {
  readonly id: bigint;
  readonly jobNo: string;
  readonly kind: "PROPOSE" | "EXPORT";
  readonly status: "PREPARING" | "RUNNING";
  readonly source: "SELECTION" | "FILTER" | "SHEET";
  readonly criteria: { readonly [key: string]: unknown };
  readonly mode: "EACH" | "BUNDLE" | null;
  readonly createdBy: bigint;
  readonly createdAt: Date;
  readonly runCommandId: string;
  readonly attempts: number;
};

/** A worker that dies loses its job to the others after this time. */
export const LEASE_SECONDS = 30;
/** A job whose workers died so often has something to do with it. */
export const MAX_ATTEMPTS = 5;
/** A preview can be confirmed for so long, by the database's clock. */
export const SNAPSHOT_MINUTES = 30;

/** The job was asked to stop, or belongs to another worker by now. */
export class BulkStopped extends Error {
  constructor(readonly why: "cancelled" | "lost") {
    super(`the bulk job was ${why}`);
  }
}
