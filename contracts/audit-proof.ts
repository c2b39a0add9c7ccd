import { z } from "zod";
import type { TrailFault } from "@/core/audit/trail-fault";
import { commandIdWire } from "./wire";

export const proveAuditTrailInput = z.strictObject({ commandId: commandIdWire });
export type ProveAuditTrailInput = z.output<typeof proveAuditTrailInput>;

/** One fault; `values` fill the sentence of its kind: stream and rows, or the number of an anchor. */
export type TrailFaultDto = {
  readonly kind: TrailFault["kind"];
  readonly values: Readonly<Record<string, string>>;
};
/** What a proof of the whole trail found. `faults` are the first of `faultCount`. */
export type TrailProofDto = {
  readonly provedAt: string;
  readonly rows: number;
  readonly streams: number;
  readonly anchors: number;
  readonly newestAnchorAt: string | null;
  readonly waiting: number;
  readonly faultCount: number;
  readonly faults: readonly TrailFaultDto[];
};

/** The newest anchor outside the database; `isLate` when more than three of its turns have passed since. */
export type NewestAnchorDto = { readonly no: string; readonly at: string; readonly isLate: boolean };
