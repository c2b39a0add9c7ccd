import { z } from "zod";
import { REFUND_ROUTES } from "@/core/refunds/route";
import { amountMinorWire, assetWire, businessNoWire, commandIdWire, positiveAmountMinorWire } from "./wire";

/** Whose account the money goes to where it cannot go back as it came. `bank` of a B2C transfer: the channel itself. */
export const refundPayee = z.strictObject({
  holder: z.string().trim().min(1).max(120),
  bank: z.string().trim().min(1).max(120),
  accountNo: z
    .string()
    .transform((typed) => typed.normalize("NFKC").replaceAll(/\s/g, ""))
    .pipe(z.string().regex(/^[0-9A-Za-z_@.+-]{4,64}$/, "an account number has 4 to 64 digits or letters")),
});
export type RefundPayee = z.output<typeof refundPayee>;

const reason = z.string().trim().min(1).max(4_000);
/** What is wanted of an order. How it goes over its legs, and which routes are open, the server knows. */
export const askRefundInput = z.strictObject({
  commandId: commandIdWire,
  orderNo: businessNoWire,
  amountMinor: positiveAmountMinorWire,
  asset: assetWire,
  route: z.enum(REFUND_ROUTES).nullable(),
  payee: refundPayee.nullable(),
  reason,
});
export type AskRefundInput = z.output<typeof askRefundInput>;

/** `POST /api/v1/refunds`: the same, with the route and the payee only where the original one is closed. */
export const postRefundBody = z.strictObject({
  orderNo: businessNoWire,
  amount: z.strictObject({ amountMinor: positiveAmountMinorWire, asset: assetWire }),
  route: z.enum(REFUND_ROUTES).optional(),
  payee: refundPayee.optional(),
  reason,
});

/** The same as the preview's address carries it: before there is a payee, and before anybody has typed a reason. */
export const refundPreviewQuery = z.strictObject({
  amountMinor: positiveAmountMinorWire,
  route: z.enum(REFUND_ROUTES).optional(),
});

/** What a request freezes (MANUAL_REFUND). `parts`: what goes back over each leg, in their order. */
export const manualRefundPayload = z.strictObject({
  refundNo: z.string(),
  orderNo: z.string(),
  merchantNo: z.string(),
  /** Null: coupons alone. */
  channel: z.string().nullable(),
  asset: z.string(),
  amountMinor: amountMinorWire,
  channelMinor: amountMinorWire,
  parts: z.array(z.string().regex(/^\d{1,15}$/)),
  route: z.enum(REFUND_ROUTES),
  payee: z.strictObject({ holder: z.string(), bank: z.string(), accountNo: z.string() }).nullable(),
  payeeDigest: z.string(),
});
export type ManualRefundPayload = z.output<typeof manualRefundPayload>;

export const noteDisputeInput = z.strictObject({
  commandId: commandIdWire,
  orderNo: businessNoWire,
  amountMinor: positiveAmountMinorWire,
  channelCaseNo: businessNoWire.nullable(),
  reason,
});
export type NoteDisputeInput = z.output<typeof noteDisputeInput>;
/** `WON`: what it held may be refunded again. `LOST`: the channel has taken it back, and nobody gives it back twice. */
export const closeDisputeInput = z.strictObject({
  commandId: commandIdWire,
  disputeNo: businessNoWire,
  outcome: z.enum(["WON", "LOST"]),
  reason,
});
export type CloseDisputeInput = z.output<typeof closeDisputeInput>;

/** `GET /api/v1/refunds/{no}`. `cash` is the part that goes back as money; the rest returns to who funded coupons. */
export const restRefund = z.strictObject({
  refundNo: z.string(),
  orderNo: z.string().nullable(),
  status: z.enum(["REQUESTED", "REFUSED", "ACCEPTED", "UNKNOWN", "SUCCEEDED", "FAILED"]),
  origin: z.enum(["ARRIVAL", "SUSPENSE", "DESK"]),
  route: z.enum(REFUND_ROUTES).nullable(),
  amount: z.strictObject({ amountMinor: z.string(), asset: z.string() }),
  cash: z.strictObject({ amountMinor: z.string(), asset: z.string() }),
  approvalNo: z.string().nullable(),
  channelRefundNo: z.string().nullable(),
  createdAt: z.string(),
  succeededAt: z.string().nullable(),
});
export type RestRefund = z.output<typeof restRefund>;
export const askedRefundAnswer = z.strictObject({
  refundNo: z.string(),
  approvalNo: z.string(),
  requiredRoles: z.array(z.string()),
  href: z.string(),
});
