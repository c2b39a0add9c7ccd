/** What stands on one line of a channel's statement: a payment, or a refund that has succeeded. */
export type SandboxLine = {
  readonly kind: "PAYMENT" | "REFUND";
  readonly at: Date;
  readonly orderNo: string;
  readonly tradeNo: string;
  readonly refundNo: string | null;
  readonly channelRefundNo: string | null;
  readonly amountMinor: bigint;
};

const BEIJING_OFFSET_MS = 8 * 3_600_000;

/** The first instant of a channel's day and the first one after it, from its cut-off (23: the evening before). */
export function boundsOfDay(day: string, cutoffHour: number): { readonly from: Date; readonly to: Date } {
  const midnight = Date.parse(`${day}T00:00:00Z`) - BEIJING_OFFSET_MS;
  const from = midnight - (cutoffHour === 0 ? 0 : (24 - cutoffHour) * 3_600_000);
  return { from: new Date(from), to: new Date(from + 86_400_000) };
}

/** Null for what is no day. */
export function readBillDay(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  return Number.isNaN(Date.parse(`${text}T00:00:00Z`)) ? null : text;
}
