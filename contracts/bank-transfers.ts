import { z } from "zod";
import { assetWire, commandIdWire, positiveAmountMinorWire } from "./wire";

const bankAccountWire = z.string().regex(/^[A-Za-z0-9_-]{1,34}$/, "a bank account is 1 to 34 letters, digits, _ or -");

export const proposeBankTransferInput = z
  .strictObject({
    commandId: commandIdWire,
    fromBank: bankAccountWire,
    toBank: bankAccountWire,
    asset: assetWire,
    amountMinor: positiveAmountMinorWire,
    reason: z.string().trim().min(1).max(4_000),
  })
  .refine(({ fromBank, toBank }) => fromBank !== toBank, "money goes from one bank to another");
export type ProposeBankTransferInput = z.output<typeof proposeBankTransferInput>;

/** What a request to move money between reserve banks freezes; the database compares `event` and `lines` with the voucher. */
export const bankTransferPayload = z.strictObject({
  transferNo: z.string(),
  fromBank: z.string(),
  toBank: z.string(),
  asset: z.string(),
  amountMinor: z.string(),
  event: z.literal("reserve.transferred"),
  lines: z.array(z.strictObject({ side: z.enum(["DEBIT", "CREDIT"]), accountNo: z.string(), amountMinor: z.string() })),
});
export type BankTransferPayload = z.output<typeof bankTransferPayload>;
