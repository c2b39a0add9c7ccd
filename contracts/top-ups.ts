import { z } from "zod";
import { assetWire, businessNoWire, instantWire, positiveAmountMinorWire } from "./wire";

/** One line of a top-ups file: money that a merchant paid in, and which of its accounts it is for. */
export const topUpLine = z.strictObject({
  key: businessNoWire,
  account: z.enum(["settlement", "marketing", "deposit"]),
  merchantNo: businessNoWire,
  bankAccount: businessNoWire,
  amountMinor: positiveAmountMinorWire,
  asset: assetWire,
  paidInAt: instantWire,
});
export type TopUpLine = z.output<typeof topUpLine>;
