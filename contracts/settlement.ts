import { z } from "zod";
import { businessNoWire, commandIdWire, positiveAmountMinorWire } from "./wire";

const reason = z.string().trim().min(1).max(4_000);
/** `expectedVersion`: of the settlement as the page showed it. */
const one = { settlementNo: businessNoWire, expectedVersion: z.int().min(1) } as const;

export const moveSettlementInput = z.strictObject({ commandId: commandIdWire, ...one });
export type MoveSettlementInput = z.output<typeof moveSettlementInput>;
/** Each in a transaction of its own: what does not go is named, and stops no other. */
export const moveSettlementsInput = z.strictObject({
  commandId: commandIdWire,
  settlements: z.array(z.strictObject(one)).min(1).max(200),
});
export type MoveSettlementsInput = z.output<typeof moveSettlementsInput>;

export const proposeDepositDrawInput = z.strictObject({
  commandId: commandIdWire,
  ...one,
  amountMinor: positiveAmountMinorWire,
  reason,
});
export type ProposeDepositDrawInput = z.output<typeof proposeDepositDrawInput>;

const signed = z.string().regex(/^-?\d{1,16}$/);
const digits = z.string().regex(/^\d{1,16}$/);

/** What a request to let a settlement go freezes. */
export const settlementReleasePayload = z.strictObject({
  settlementNo: z.string(),
  merchantNo: z.string(),
  asset: z.string(),
  settledOn: z.string(),
  settledMinor: digits,
  heldMinor: signed,
  carriedMinor: signed,
  reviewedBy: z.string(),
});
export type SettlementReleasePayload = z.output<typeof settlementReleasePayload>;

/** What a request to take from a merchant's deposit freezes. */
export const depositDrawPayload = z.strictObject({
  settlementNo: z.string(),
  merchantNo: z.string(),
  asset: z.string(),
  amountMinor: digits,
  /** Below zero: what the merchant owes after the settlement. */
  carriedMinor: signed,
  event: z.literal("deposit.taken"),
  lines: z.array(z.strictObject({ side: z.enum(["DEBIT", "CREDIT"]), accountNo: z.string(), amountMinor: z.string() })),
});
export type DepositDrawPayload = z.output<typeof depositDrawPayload>;
