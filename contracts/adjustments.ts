import { z } from "zod";
import { MAX_LINES } from "@/core/adjustments/judge-voucher";
import { MANUAL_EVENTS } from "@/core/adjustments/manual-events";
import { ADJUSTMENT_REASONS } from "@/core/adjustments/reasons";
import { amountMinorWire, assetWire, businessNoWire, commandIdWire, positiveAmountMinorWire } from "./wire";

const accountNoWire = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,80}$/, "an account number has 1 to 80 letters, digits, . _ or -");
const nameWire = z.string().regex(/^[a-zA-Z]{1,40}$/, "a name of the catalogue is letters");

const lineWire = z.strictObject({
  side: z.enum(["DEBIT", "CREDIT"]),
  accountNo: accountNoWire,
  amountMinor: positiveAmountMinorWire,
});

/**
 * What is to be posted: lines that people wrote, an event of the catalogue with its blanks filled in, or the reversal of
 * a voucher that was itself an adjustment.
 */
export const adjustmentChoice = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("LINES"), lines: z.array(lineWire).min(1).max(MAX_LINES) }),
  z.strictObject({
    kind: z.literal("TEMPLATE"),
    event: z.enum(MANUAL_EVENTS),
    asset: assetWire,
    amounts: z.record(nameWire, amountMinorWire),
    roles: z.record(nameWire, businessNoWire),
  }),
  z.strictObject({ kind: z.literal("REVERSAL"), voucherNo: businessNoWire }),
]);
export type AdjustmentChoice = z.output<typeof adjustmentChoice>;

/** What an adjustment was begun from, so that both pages lead to each other. */
export const ADJUSTMENT_ORIGINS = ["voucher", "account", "suspense"] as const;
export const adjustmentOrigin = z.strictObject({ type: z.enum(ADJUSTMENT_ORIGINS), no: businessNoWire });
export type AdjustmentOrigin = z.output<typeof adjustmentOrigin>;

/** `draftNo`: beside what its evidence was uploaded before there was a number. */
export const proposeAdjustmentInput = z.strictObject({
  commandId: commandIdWire,
  choice: adjustmentChoice,
  reasonCode: z.enum(ADJUSTMENT_REASONS),
  note: z.string().trim().min(1).max(4_000),
  origin: adjustmentOrigin.nullish(),
  draftNo: z.uuid(),
});
export type ProposeAdjustmentInput = z.output<typeof proposeAdjustmentInput>;

/** `?choice=` as JSON, for a preview. */
export const adjustmentPreviewQuery = z.object({
  choice: z
    .string()
    .max(12_000)
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: "custom", message: "a choice is written as JSON" });
        return z.NEVER;
      }
    })
    .pipe(adjustmentChoice),
});

/** What a field of the editor offers: accounts for a line, or those who can have a role of a template. */
export const CHOICE_KINDS = ["merchant", "bank"] as const;
export type ChoiceKind = (typeof CHOICE_KINDS)[number];
export const roleChoiceQuery = z.object({ of: z.enum(CHOICE_KINDS), q: z.string().trim().max(64).default("") });
export const accountChoiceQuery = z.object({
  q: z.string().trim().max(80).default(""),
  /** Exactly these numbers, between commas: for a form that is filled in from elsewhere. */
  nos: z.string().max(4_000).optional(),
});
export type AccountChoiceQuery = z.output<typeof accountChoiceQuery>;
