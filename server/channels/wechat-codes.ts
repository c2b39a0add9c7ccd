import "server-only";
import type { VerdictTable } from "./channel-verdict";

/**
 * What a WeChat-style channel's code means when it answers a refund or a transfer that we sent. Only what speaks of this very
 * number is final. A request that was turned away at the door (signature, rights, frequency, balance) may be sent again
 * under its number; and since an earlier sending of it may have been taken, it must be. Every 5xx is in doubt, whatever
 * its code, and so is every code that is not here.
 */
export const WECHAT_SEND_CODES = {
  // The channel does not know itself.
  SYSTEM_ERROR: "IN_DOUBT",
  BANK_ERROR: "IN_DOUBT",
  // Also what the same number with another content is answered with: then the first one may well have been taken.
  INVALID_REQUEST: "IN_DOUBT",
  ALREADY_EXISTS: "IN_DOUBT",
  // Not now.
  FREQUENCY_LIMITED: "LATER",
  FREQUENCY_LIMIT_EXCEED: "LATER",
  RATELIMIT_EXCEEDED: "LATER",
  NOT_ENOUGH: "LATER",
  // The order may not have reached the part of the channel that was asked; the documents say: the same number again.
  RESOURCE_NOT_EXISTS: "LATER",
  ORDER_NOT_EXIST: "LATER",
  // Our own settings: nothing was looked at, and it goes through once they are put right.
  SIGN_ERROR: "LATER",
  NO_AUTH: "LATER",
  MCH_NOT_EXISTS: "LATER",
  APPID_MCHID_NOT_MATCH: "LATER",
  // Never, under this number: the same content is answered the same each time.
  PARAM_ERROR: "CHANNEL",
  TRADE_OVERDUE: "CHANNEL",
  // Never, because of who would get it.
  USER_ACCOUNT_ABNORMAL: "PAYEE",
  PAYEE_ACCOUNT_ABNORMAL: "PAYEE",
  PAYEE_NOT_EXIST: "PAYEE",
  NAME_MISMATCH: "PAYEE",
} as const satisfies VerdictTable;

/** Codes by which a question is answered with "there is none". Everything else that is no answer is in doubt. */
export const WECHAT_UNKNOWN_CODES: ReadonlySet<string> = new Set([
  "RESOURCE_NOT_EXISTS",
  "NOT_FOUND",
  "ORDER_NOT_EXIST",
  "ORDERNOTEXIST",
]);

/** `fail_reason` of a transfer that was paid, and sent back by the payee's bank (退票). */
export const WECHAT_RETURNED = "RETURNED_BY_BANK";

/** Every other `fail_reason` of a transfer in the state FAIL, which is final by itself. */
export const WECHAT_FAIL_REASONS = {
  ACCOUNT_FROZEN: "PAYEE",
  ACCOUNT_NOT_EXIST: "PAYEE",
  ACCOUNT_CLOSED: "PAYEE",
  PAYEE_ACCOUNT_ABNORMAL: "PAYEE",
  PAYEE_NOT_EXIST: "PAYEE",
  REAL_NAME_CHECK_FAIL: "PAYEE",
  NAME_NOT_CORRECT: "PAYEE",
  NAME_MISMATCH: "PAYEE",
  OPENID_INVALID: "PAYEE",
  ID_CARD_NOT_CORRECT: "PAYEE",
  DAY_RECEIVED_COUNT_EXCEED: "PAYEE",
  DAY_RECEIVED_QUOTA_EXCEED: "PAYEE",
  MONTH_RECEIVED_QUOTA_EXCEED: "PAYEE",
  TRANSFER_QUOTA_EXCEED: "CHANNEL",
  TRANSFER_RISK: "CHANNEL",
  PRODUCT_AUTH_CHECK_FAIL: "CHANNEL",
  OVERDUE_CLOSE: "CHANNEL",
  BANK_ERROR: "CHANNEL",
  BANK_MAINTENANCE: "CHANNEL",
} as const satisfies Readonly<Record<string, "PAYEE" | "CHANNEL">>;
