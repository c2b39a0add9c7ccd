import { z } from "zod";
import { SECOND_LOOKS } from "@/core/payouts/decide-payout";
import { LATE_CHOICES, type PAYOUT_SOURCES, PAYOUT_STATUSES, REPAYOUT_CHOICES } from "@/core/payouts/payout";
import { channelCodeWire } from "./channels";
import { merchantNoWire } from "./merchants";
import { assetWire, businessNoWire, commandIdWire, positiveAmountMinorWire } from "./wire";

const reason = z.string().trim().min(1).max(4_000);
const note = z.string().trim().max(500).default("");

/** What a payout asks for. Without `payee`: the account that the merchant is paid to; without `channel`: the desk chooses. */
const wish = {
  merchantNo: merchantNoWire,
  asset: assetWire,
  amountMinor: positiveAmountMinorWire,
  payee: businessNoWire.nullable().default(null),
  channel: channelCodeWire.nullable().default(null),
  /** Whoever asks names it by this, once per merchant. */
  clientRef: businessNoWire.nullable().default(null),
  note,
} as const;

/** A payout that a person asks for on the page. */
export const requestPayoutInput = z.strictObject({ commandId: commandIdWire, ...wish });
export type RequestPayoutInput = Omit<z.output<typeof requestPayoutInput>, "commandId"> & {
  readonly source: (typeof PAYOUT_SOURCES)[number];
  readonly batchNo: string | null;
};

/** The same as the preview's address carries it: what is empty there was not chosen. */
const chosen = z
  .string()
  .max(64)
  .transform((text) => (text === "" ? null : text));
export const payoutPreviewQuery = z.strictObject({
  merchantNo: merchantNoWire,
  asset: assetWire,
  amountMinor: positiveAmountMinorWire,
  payee: chosen.default(null),
  channel: chosen.default(null),
});
export const payoutChoicesQuery = z.strictObject({ merchantNo: merchantNoWire, asset: assetWire });

/** The body of `POST /api/v1/payouts`; its id is made of the header's key. */
export const postPayoutBody = z.strictObject({
  merchantNo: wish.merchantNo,
  amount: z.strictObject({ amountMinor: positiveAmountMinorWire, asset: assetWire }),
  payee: businessNoWire.optional(),
  channel: channelCodeWire.optional(),
  reference: businessNoWire,
  note: note.optional(),
});
export const askedPayoutAnswer = z.strictObject({
  payoutNo: z.string(),
  status: z.enum(["ACCEPTED", "REQUESTED"]),
  looks: z.array(z.enum(SECOND_LOOKS)),
  twinNos: z.array(z.string()),
  outNo: z.string().nullable(),
  approvalNo: z.string().nullable(),
  href: z.string(),
});
/** A payout as other systems see it. */
export const restPayout = z.strictObject({
  payoutNo: z.string(),
  status: z.enum(PAYOUT_STATUSES),
  merchantNo: z.string(),
  amount: z.strictObject({ amountMinor: z.string(), asset: z.string() }),
  payee: z.string(),
  channel: z.string(),
  reference: z.string().nullable(),
  outNos: z.array(z.string()),
  requestedAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type RestPayout = z.output<typeof restPayout>;

/** A payout that another system asked for, and that needs a checker: a person says why, and it goes on its way to one. */
export const putForwardPayoutInput = z.strictObject({
  commandId: commandIdWire,
  payoutNo: businessNoWire,
  expectedVersion: z.int().min(1),
  reason,
});
export type PutForwardPayoutInput = z.output<typeof putForwardPayoutInput>;

/** What shall become of one that failed or bounced. `channel`: of the next attempt, where one is made. */
export const proposeRepayoutInput = z
  .strictObject({
    commandId: commandIdWire,
    payoutNo: businessNoWire,
    expectedVersion: z.int().min(1),
    choice: z.enum(REPAYOUT_CHOICES),
    channel: channelCodeWire.nullable().default(null),
    reason,
  })
  .refine(({ choice, channel }) => (choice === "REPAY") === (channel !== null), "another attempt names its channel");
export type ProposeRepayoutInput = z.output<typeof proposeRepayoutInput>;

/** How an attempt that was paid after its failure shall be settled; the server knows what is right, and refuses anything else. */
export const proposeLatePaymentInput = z.strictObject({
  commandId: commandIdWire,
  payoutNo: businessNoWire,
  expectedVersion: z.int().min(1),
  outNo: businessNoWire,
  choice: z.enum(LATE_CHOICES),
  reason,
});
export type ProposeLatePaymentInput = z.output<typeof proposeLatePaymentInput>;

const payee = z.strictObject({
  accountRef: z.string(),
  holder: z.string(),
  bank: z.string(),
  accountNo: z.string(),
});
const lines = z.array(
  z.strictObject({ side: z.enum(["DEBIT", "CREDIT"]), accountNo: z.string(), amountMinor: z.string() }),
);
const digits = z.string().regex(/^\d{1,16}$/);

/** What a request about a payout freezes. */
export const payoutPayload = z.strictObject({
  payoutNo: z.string(),
  merchantNo: z.string(),
  asset: z.string(),
  amountMinor: digits,
  channel: z.string(),
  payee,
  looks: z.array(z.enum(SECOND_LOOKS)),
  /** The payouts that it looks like. */
  twinNos: z.array(z.string()),
  limitMinor: digits.nullable(),
  dayLimitMinor: digits.nullable(),
  /** What was asked for that day besides. */
  sameDayMinor: digits,
  event: z.literal("payout.accepted"),
  lines,
});
export type PayoutPayload = z.output<typeof payoutPayload>;

/** What a request about a payout that did not arrive freezes. Another attempt posts nothing and has no lines. */
export const repayoutPayload = z.strictObject({
  payoutNo: z.string(),
  choice: z.enum(REPAYOUT_CHOICES),
  merchantNo: z.string(),
  asset: z.string(),
  amountMinor: digits,
  status: z.enum(["FAILED", "BOUNCED"]),
  /** The channel of the next attempt, and of the last one. */
  channel: z.string().nullable(),
  lastChannel: z.string(),
  payee,
  attempts: z.array(z.strictObject({ outNo: z.string(), status: z.string(), code: z.string() })),
  event: z.literal("payout.returned").optional(),
  lines: lines.optional(),
});
export type RepayoutPayload = z.output<typeof repayoutPayload>;

/** What a request about a payment that came after its failure freezes. `caseNo`: the case that the charge is booked under. */
export const latePayload = z.strictObject({
  payoutNo: z.string(),
  choice: z.enum(LATE_CHOICES),
  outNo: z.string(),
  caseNo: z.string(),
  merchantNo: z.string(),
  asset: z.string(),
  amountMinor: digits,
  status: z.enum(PAYOUT_STATUSES),
  bankAccount: z.string(),
  channel: z.string(),
  paidOn: z.string(),
  attempts: z.array(z.strictObject({ outNo: z.string(), status: z.string(), code: z.string() })),
  event: z.enum(["payout.succeeded", "payout.late_charged"]),
  lines,
});
export type LatePayload = z.output<typeof latePayload>;
