import { z } from "zod";
import { scaleOf } from "@/core/money/format-money";
import { parseDecimalAmount } from "@/core/money/parse-money";
import { CLAIM_ACTS } from "@/core/suspense/claim";
import { businessNoWire, commandIdWire, positiveAmountMinorWire } from "./wire";

/** A request to take a resolution back. What it reverses, the server knows. */
export const proposeReopeningInput = z.strictObject({
  commandId: commandIdWire,
  itemNo: businessNoWire,
  expectedVersion: z.int().min(1),
  reason: z.string().trim().min(1).max(4000),
});
/** A request to note a part of a claim, or all of it, as recovered or given up: how much, only a person knows. */
export const proposeClaimMovementInput = z.strictObject({
  commandId: commandIdWire,
  claimNo: businessNoWire,
  expectedVersion: z.int().min(1),
  act: z.enum(CLAIM_ACTS),
  amountMinor: positiveAmountMinorWire,
  reason: z.string().trim().min(1).max(4000),
});
/** The same as the preview's address carries it. */
export const claimMovementQuery = z.strictObject({ act: z.enum(CLAIM_ACTS), amountMinor: positiveAmountMinorWire });

export type ProposeReopeningInput = z.output<typeof proposeReopeningInput>;
export type ProposeClaimMovementInput = z.output<typeof proposeClaimMovementInput>;

/** An amount as somebody types it, "1,200.50" in `asset`, in minor units; null where it is none above zero. */
export function readTypedAmount(text: string, asset: string): bigint | null {
  const read = parseDecimalAmount(text.trim().replaceAll(",", ""), scaleOf(asset));
  return read.ok && read.value > 0n ? read.value : null;
}
