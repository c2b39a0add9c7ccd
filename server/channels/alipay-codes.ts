import "server-only";
import type { VerdictTable } from "./channel-verdict";

/**
 * What an Alipay-style channel's `sub_code` (or `code`, where it gives none) means when it answers a refund or a transfer
 * that we sent. The same rules as for WeChat: only what speaks of this very number is final, what was turned away at the
 * gateway is sent again under its number, and what is not here is in doubt.
 */
export const ALIPAY_SEND_CODES = {
  // The gateway, or what is behind it, does not know.
  "20000": "IN_DOUBT",
  "isp.unknow-error": "IN_DOUBT",
  "isp.unknown-error": "IN_DOUBT",
  "aop.unknow-error": "IN_DOUBT",
  "ACQ.SYSTEM_ERROR": "IN_DOUBT",
  SYSTEM_ERROR: "IN_DOUBT",
  REQUEST_PROCESSING: "IN_DOUBT",
  // The number is taken by another content, or the payment has changed, perhaps by our own earlier sending.
  "ACQ.DISCORDANT_REPEAT_REQUEST": "IN_DOUBT",
  "ACQ.TRADE_STATUS_ERROR": "IN_DOUBT",
  "ACQ.REASON_TRADE_BEEN_FREEZEN": "IN_DOUBT",
  // Not now.
  "isv.app-call-limited": "LATER",
  "isv.app-call-limited-day": "LATER",
  "ACQ.SELLER_BALANCE_NOT_ENOUGH": "LATER",
  PAYER_BALANCE_NOT_ENOUGH: "LATER",
  BALANCE_IS_NOT_ENOUGH: "LATER",
  "ACQ.TRADE_NOT_EXIST": "LATER",
  // Our own settings.
  "20001": "LATER",
  "40006": "LATER",
  "isv.invalid-signature": "LATER",
  "isv.missing-signature": "LATER",
  "isv.invalid-app-id": "LATER",
  "isv.invalid-timestamp": "LATER",
  "isv.insufficient-isv-permissions": "LATER",
  "isv.insufficient-user-permissions": "LATER",
  "ACQ.ACCESS_FORBIDDEN": "LATER",
  // Never, under this number.
  "isv.invalid-parameter": "CHANNEL",
  "isv.missing-parameter": "CHANNEL",
  "ACQ.INVALID_PARAMETER": "CHANNEL",
  INVALID_PARAMETER: "CHANNEL",
  "ACQ.TRADE_HAS_FINISHED": "CHANNEL",
  "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL": "CHANNEL",
  "ACQ.REFUND_AMT_RESTRICTION": "CHANNEL",
  "ACQ.NOT_ALLOW_PARTIAL_REFUND": "CHANNEL",
  "ACQ.ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND": "CHANNEL",
  EXCEED_LIMIT_SM_MIN_AMOUNT: "CHANNEL",
  EXCEED_LIMIT_MM_MAX_AMOUNT: "CHANNEL",
  // Never, because of who would get it.
  "ACQ.BUYER_ERROR": "PAYEE",
  "ACQ.BUYER_NOT_EXIST": "PAYEE",
  "ACQ.REFUND_ACCOUNT_NOT_EXIST": "PAYEE",
  PAYEE_NOT_EXIST: "PAYEE",
  PAYEE_USER_INFO_ERROR: "PAYEE",
  PAYEE_ACCOUNT_STATUS_ERROR: "PAYEE",
  PAYEE_NOT_RELNAME_CERTIFY: "PAYEE",
  PAYEE_CARD_INFO_ERROR: "PAYEE",
  CARD_BIN_ERROR: "PAYEE",
} as const satisfies VerdictTable;

/** Codes by which a question is answered with "there is none". */
export const ALIPAY_UNKNOWN_CODES: ReadonlySet<string> = new Set(["ACQ.TRADE_NOT_EXIST", "ORDER_NOT_EXIST"]);

/** `error_code` of a transfer or refund that has failed, which is final by itself. */
export const ALIPAY_FAIL_REASONS = {
  PAYEE_NOT_EXIST: "PAYEE",
  PAYEE_USER_INFO_ERROR: "PAYEE",
  PAYEE_ACCOUNT_STATUS_ERROR: "PAYEE",
  PAYEE_CARD_INFO_ERROR: "PAYEE",
  CARD_BIN_ERROR: "PAYEE",
  ACCOUNT_NOT_EXIST: "PAYEE",
  ACCOUNT_CLOSED: "PAYEE",
  ACCOUNT_FROZEN: "PAYEE",
  NAME_MISMATCH: "PAYEE",
  /** Come back from the payee's bank after it was sent. */
  REFUND: "PAYEE",
  RETURNED_BY_BANK: "PAYEE",
  /** The bank would not take a refund for the payer's card. */
  DEPOSIT_BACK_FAILED: "PAYEE",
  CLOSED: "CHANNEL",
  BANK_ERROR: "CHANNEL",
  BANK_MAINTENANCE: "CHANNEL",
  INST_PAY_UNABLE: "CHANNEL",
} as const satisfies Readonly<Record<string, "PAYEE" | "CHANNEL">>;
