import type { z } from "zod";
import { wechatRefundRequest, wechatSandboxPayRequest, wechatTransferRequest } from "@/contracts/channel-api/wechat";
import type { Ask } from "../books/books";
import type { SandboxChannel } from "../channel";
import { openField } from "./seal";

/** What a POST asks for, or why it cannot be read. */
export type AskReading = { readonly ok: true; readonly ask: Ask } | { readonly ok: false; readonly because: string };

export function readRefund({ code: channel }: SandboxChannel, body: string): AskReading {
  const read = parse(wechatRefundRequest, body);
  if (typeof read === "string") return unreadable(read);
  const { out_trade_no: orderNo = null, transaction_id: tradeNo = null, out_refund_no: outNo } = read;
  if (orderNo === null && tradeNo === null) return unreadable("One of out_trade_no and transaction_id is needed.");
  const amounts = { amountMinor: read.amount.refund, orderMinor: read.amount.total };
  if (amounts.amountMinor <= 0n) return unreadable("amount.refund must be positive.");
  const rest = { reason: read.reason ?? "", fails: null };
  return { ok: true, ask: { kind: "REFUND", channel, outNo, orderNo, tradeNo, ...amounts, ...rest } };
}

export function readTransfer({ code: channel, keys }: SandboxChannel, body: string): AskReading {
  const read = parse(wechatTransferRequest, body);
  if (typeof read === "string") return unreadable(read);
  const { account_name, account_number, account_bank: bank } = read.bank_account;
  const holder = openField(account_name, keys.channelPrivateKey);
  const accountNo = openField(account_number, keys.channelPrivateKey);
  if (holder === null || accountNo === null) return unreadable("The payee is not sealed with this platform's key.");
  if (read.transfer_amount <= 0n) return unreadable("transfer_amount must be positive.");
  const { out_bill_no: outNo, transfer_amount: amountMinor, transfer_remark: reason } = read;
  const payee = { holder, bank, accountNo };
  return { ok: true, ask: { kind: "TRANSFER", channel, outNo, amountMinor, payee, reason, fails: null } };
}

export function readPay({ code: channel }: SandboxChannel, body: string): AskReading {
  const read = parse(wechatSandboxPayRequest, body);
  if (typeof read === "string") return unreadable(read);
  const { out_trade_no: outNo, amount, success_time: paidAt = null } = read;
  if (amount.total <= 0n) return unreadable("amount.total must be positive.");
  return { ok: true, ask: { kind: "PAY", channel, outNo, amountMinor: amount.total, paidAt } };
}

function parse<T>(schema: z.ZodType<T>, body: string): T | string {
  const value = readJson(body);
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return issue === undefined ? "unreadable" : `${issue.path.join(".")}: ${issue.message}`;
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Falls through to the schema, which says that it is no object.
    return null;
  }
}

function unreadable(because: string): AskReading {
  return { ok: false, because };
}
