import "server-only";
import type { z } from "zod";
import type {
  wechatBankAccount,
  wechatPayment,
  wechatRefund,
  wechatRefundNotice,
  wechatTransfer,
  wechatTransferNotice,
} from "@/contracts/channel-api/wechat";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import type { ChannelAnswer } from "@/server/channels/channel-inquiry";
import { comeBack, failFinally } from "./channel-verdict";
import { digestPayee } from "./digest-payee";
import { WECHAT_FAIL_REASONS, WECHAT_RETURNED } from "./wechat-codes";

type Refund = z.output<typeof wechatRefund>;
type RefundNotice = z.output<typeof wechatRefundNotice>;
type Transfer = z.output<typeof wechatTransfer>;
type TransferNotice = z.output<typeof wechatTransferNotice>;
type Payment = z.output<typeof wechatPayment>;
export type PlainAccount = z.output<typeof wechatBankAccount> | undefined;

/** `ABNORMAL`: the payer's card would not take it, and the money is back with the merchant. */
export function readWechatRefund(refund: Refund): ChannelOutcome {
  const { status, refund_id, amount, success_time, create_time } = refund;
  return readRefund(status, { refund_id, amount, happenedAt: success_time ?? create_time });
}

export function readWechatRefundNotice(refund: RefundNotice, notedAt: Date): ChannelOutcome {
  const { refund_status, refund_id, amount, success_time } = refund;
  return readRefund(refund_status, { refund_id, amount, happenedAt: success_time ?? notedAt });
}

function readRefund(
  status: Refund["status"],
  { refund_id, amount, happenedAt }: Pick<Refund, "refund_id" | "amount"> & { readonly happenedAt: Date },
): ChannelOutcome {
  switch (status) {
    case "SUCCESS":
      return {
        kind: "SUCCEEDED",
        channelNo: refund_id,
        amountMinor: amount.refund,
        asset: amount.currency,
        happenedAt,
      };
    case "PROCESSING":
      return { kind: "PROCESSING", channelNo: refund_id };
    case "CLOSED":
      return { kind: "FAILED", fault: "CHANNEL", code: status, message: "The channel has closed the refund." };
    case "ABNORMAL":
      return { kind: "FAILED", fault: "PAYEE", code: status, message: "The payer's account does not take the refund." };
  }
}

/** `payee` as it stands unsealed; transfers are in CNY alone. */
export function readWechatTransfer(transfer: Transfer | TransferNotice, payee: PlainAccount): ChannelOutcome {
  const { state, transfer_bill_no: channelNo, transfer_amount: amountMinor, update_time: happenedAt } = transfer;
  const paid = {
    ...{ channelNo, amountMinor, asset: "CNY", happenedAt },
    ...(payee && { payeeDigest: digestPayee({ holder: payee.account_name, accountNo: payee.account_number }) }),
  };
  switch (state) {
    case "SUCCESS":
      return { kind: "SUCCEEDED", ...paid };
    case "FAIL":
      return transfer.fail_reason === WECHAT_RETURNED
        ? comeBack(paid, WECHAT_RETURNED, "The payee's bank has sent the transfer back.")
        : failTransfer(transfer.fail_reason);
    case "CANCELLED":
      return { kind: "FAILED", fault: "CHANNEL", code: state, message: "The channel has cancelled the transfer." };
    case "ACCEPTED":
    case "PROCESSING":
    case "WAIT_USER_CONFIRM":
    case "TRANSFERING":
    case "CANCELING":
      return { kind: "PROCESSING", channelNo };
  }
}

export function failTransfer(reason: string | undefined): ChannelOutcome {
  return failFinally(WECHAT_FAIL_REASONS, reason || "FAIL", "The channel says that the transfer has failed.");
}

/** A payment that has been refunded since was paid all the same; one that nobody has paid yet may still be. */
export function readWechatPayment(payment: Payment): ChannelAnswer | null {
  switch (payment.trade_state) {
    case "SUCCESS":
    case "REFUND": {
      const { amount, success_time: happenedAt, transaction_id } = payment;
      if (!amount || !happenedAt) return null;
      const { total: amountMinor, currency: asset } = amount;
      return { kind: "SUCCEEDED", amountMinor, asset, tradeNo: transaction_id ?? null, happenedAt };
    }
    case "NOTPAY":
    case "USERPAYING":
      return { kind: "PROCESSING" };
    case "CLOSED":
    case "REVOKED":
    case "PAYERROR":
      return { kind: "FAILED" };
  }
}
