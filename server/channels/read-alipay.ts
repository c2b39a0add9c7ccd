import "server-only";
import type { z } from "zod";
import type {
  alipayPayee,
  alipayPayment,
  alipayRefundNotice,
  alipayRefundState,
  alipayTransferNotice,
  alipayTransferState,
} from "@/contracts/channel-api/alipay";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import { ALIPAY_FAIL_REASONS } from "./alipay-codes";
import type { ChannelAnswer } from "./channel-inquiry";
import { comeBack, failFinally } from "./channel-verdict";
import { digestPayee } from "./digest-payee";

type RefundState = z.output<typeof alipayRefundState>;
type RefundNotice = z.output<typeof alipayRefundNotice>;
type TransferState = z.output<typeof alipayTransferState>;
type TransferNotice = z.output<typeof alipayTransferNotice>;
type Payment = z.output<typeof alipayPayment>;

/** The answer names no number of a refund's own; its payment's is the nearest. `askedAt` where it gives no time. */
export function readAlipayRefund(state: RefundState, askedAt: Date): ChannelOutcome {
  const { out_request_no, refund_status, refund_amount, trade_no, gmt_refund_pay, error_code } = state;
  const underWay = { kind: "PROCESSING", channelNo: trade_no ?? null } as const;
  // A refund that Alipay does not know is answered with success and without its number.
  if (out_request_no === undefined) return { kind: "NOT_FOUND" };
  switch (refund_status) {
    case "REFUND_SUCCESS":
      return refund_amount === undefined ? underWay : succeed(trade_no, refund_amount, gmt_refund_pay ?? askedAt);
    case "REFUND_FAIL":
      return failRefund(error_code);
    case "REFUND_PROCESSING":
    case undefined:
      return underWay;
  }
}

export function readAlipayRefundNotice(notice: RefundNotice, notedAt: Date): ChannelOutcome {
  const { dback_status, dback_amount, trade_no, bank_ack_time, error_code } = notice;
  return dback_status === "S" ? succeed(trade_no, dback_amount, bank_ack_time ?? notedAt) : failRefund(error_code);
}

/** `notedAt` where the channel does not say when the money went. */
export function readAlipayTransfer(transfer: TransferState | TransferNotice, notedAt: Date): ChannelOutcome {
  const { status, order_id, trans_amount, pay_date, error_code, fail_reason, payee_info } = transfer;
  switch (status) {
    case "SUCCESS":
      return { ...succeed(order_id, trans_amount, pay_date ?? notedAt), ...digestOf(payee_info) };
    case "WAIT_PAY":
    case "DEALING":
      return { kind: "PROCESSING", channelNo: order_id };
    case "REFUND": {
      // When it was paid is not when it came back, and the latter stands nowhere.
      const paid = { ...succeed(order_id, trans_amount, notedAt), ...digestOf(payee_info) };
      return comeBack(paid, error_code || status, fail_reason || "The payee's bank has sent the transfer back.");
    }
    case "CLOSED":
    case "FAIL":
      return failFinally(
        ALIPAY_FAIL_REASONS,
        error_code || status,
        fail_reason || "The channel says that the transfer has failed.",
      );
  }
}

/** A payment that was closed after it had been paid has been refunded since. */
export function readAlipayPayment({
  trade_status,
  trade_no,
  total_amount,
  send_pay_date,
}: Payment): ChannelAnswer | null {
  switch (trade_status) {
    case "WAIT_BUYER_PAY":
      return { kind: "PROCESSING" };
    case "TRADE_CLOSED":
    case "TRADE_SUCCESS":
    case "TRADE_FINISHED": {
      if (send_pay_date === undefined) return trade_status === "TRADE_CLOSED" ? { kind: "FAILED" } : null;
      return {
        kind: "SUCCEEDED",
        ...{ amountMinor: total_amount, asset: "CNY", tradeNo: trade_no, happenedAt: send_pay_date },
      };
    }
  }
}

/** Alipay moves CNY alone where it is not told otherwise. */
export function succeed(channelNo: string | undefined, amountMinor: bigint, happenedAt: Date) {
  return { kind: "SUCCEEDED", channelNo: channelNo ?? null, amountMinor, asset: "CNY", happenedAt } as const;
}

function failRefund(code: string | undefined): ChannelOutcome {
  return failFinally(
    ALIPAY_FAIL_REASONS,
    code || "DEPOSIT_BACK_FAILED",
    "The channel says that the refund has failed.",
  );
}

function digestOf(payee: z.output<typeof alipayPayee> | undefined): { payeeDigest?: string } {
  return payee ? { payeeDigest: digestPayee({ holder: payee.name, accountNo: payee.identity }) } : {};
}
