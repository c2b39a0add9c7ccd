import { z } from "zod";
import { RESOLUTIONS } from "@/core/suspense/resolutions";
import { businessNoWire, commandIdWire } from "./wire";

const itemReference = {
  commandId: commandIdWire,
  itemNo: businessNoWire,
  expectedVersion: z.int().min(1),
};

export const claimSuspenseItemInput = z.strictObject(itemReference);
export const releaseSuspenseItemInput = z.strictObject(itemReference);
export const commentOnSuspenseItemInput = z.strictObject({
  commandId: commandIdWire,
  itemNo: businessNoWire,
  body: z.string().trim().min(1).max(4000),
});
/**
 * A choice from the playbook. `orderNo` for booking to an order of one's choice, `counterpartNo` for an offset; a match by
 * hand names one of the two.
 */
export const resolutionChoice = z.strictObject({
  resolution: z.enum(RESOLUTIONS),
  orderNo: businessNoWire.nullish(),
  counterpartNo: businessNoWire.nullish(),
});
export const proposeResolutionInput = z.strictObject({
  ...itemReference,
  choice: resolutionChoice,
  reason: z.string().trim().min(1).max(4000),
});
export type ResolutionChoice = z.output<typeof resolutionChoice>;
export type SuspenseItemReference = z.output<typeof claimSuspenseItemInput>;
export type ProposeResolutionInput = z.output<typeof proposeResolutionInput>;
export type CommentOnSuspenseItemInput = z.output<typeof commentOnSuspenseItemInput>;
