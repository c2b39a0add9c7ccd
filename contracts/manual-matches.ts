import { z } from "zod";
import { businessNoWire, commandIdWire } from "./wire";

const lineReference = {
  commandId: commandIdWire,
  statementNo: businessNoWire,
  lineNo: z.string().regex(/^\d{1,12}$/, "a line is named by its number in the file"),
  reason: z.string().trim().min(1).max(4000),
};

/** Pairs a line with a payment or refund of ours that goes by another number. */
export const matchByHandInput = z.strictObject({ ...lineReference, ourNo: businessNoWire });
/** `ALONE`: the line meets nobody. `AS_LISTED`: what people said about it no longer counts. */
export const partByHandInput = z.strictObject({ ...lineReference, becomes: z.enum(["ALONE", "AS_LISTED"]) });
export type MatchByHandInput = z.output<typeof matchByHandInput>;
export type PartByHandInput = z.output<typeof partByHandInput>;

/** What people have said about a line, newest first in lists. */
export type ManualMatchDto = {
  readonly act: "PAIR" | "PART" | "RELEASE";
  readonly channel: string;
  readonly settlesOn: string;
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly matchKey: string;
  readonly asMatchKey: string | null;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  readonly approvalNo: string | null;
  /** Whether it is the newest word on its line. */
  readonly counts: boolean;
};
