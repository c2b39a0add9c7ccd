import { daysBetween, localTimeOf } from "@/core/calendar/settlement-day";

/** The ways back to a payer: as it came; to an account of theirs with the channel; to a bank account. */
export const REFUND_ROUTES = ["ORIGINAL", "B2C", "BANK"] as const;
export type RefundRoute = (typeof REFUND_ROUTES)[number];

/** Why the original route is open or not. The first that applies is told. */
export type RouteReason = "COUPONS_ALONE" | "WINDOW_OPEN" | "FAILED_BEFORE" | "WINDOW_PASSED";
export type RouteFacts = {
  /** Null: paid by coupons alone, no channel has anything to give back. */
  readonly channel: { readonly timezone: string; readonly refundWindowDays: number } | null;
  readonly paidAt: Date;
  /** A refund of this payment was refused for good by the original route. */
  readonly hasFailedBefore: boolean;
};

/** Whether a channel still takes a refund: so many of its calendar days after that of the payment. */
export function isWithinWindow(
  { timezone, refundWindowDays }: NonNullable<RouteFacts["channel"]>,
  paidAt: Date,
  now: Date,
): boolean {
  return daysBetween(localTimeOf(paidAt, timezone).on, localTimeOf(now, timezone).on) <= refundWindowDays;
}

/**
 * Which routes a refund may take, and why. Money goes back as it came while it can; people choose another way only where
 * the channel takes it no more, or has refused it once.
 */
export function listRoutes(
  { channel, paidAt, hasFailedBefore }: RouteFacts,
  now: Date,
): { readonly routes: readonly RefundRoute[]; readonly reason: RouteReason } {
  if (channel === null) return { routes: ["ORIGINAL"], reason: "COUPONS_ALONE" };
  if (!isWithinWindow(channel, paidAt, now)) return { routes: ["B2C", "BANK"], reason: "WINDOW_PASSED" };
  if (hasFailedBefore) return { routes: ["ORIGINAL", "B2C", "BANK"], reason: "FAILED_BEFORE" };
  return { routes: ["ORIGINAL"], reason: "WINDOW_OPEN" };
}

/** Channels refuse refunds of one payment that come closer together. */
const SPACING_MS = 60_000;

/** The moment from which a refund may be sent, when another of the same payment was or will be sent at `lastSentAt`. */
export function earliestSend(lastSentAt: Date | null, now: Date): Date {
  if (lastSentAt === null) return now;
  const spaced = lastSentAt.getTime() + SPACING_MS;
  return spaced > now.getTime() ? new Date(spaced) : now;
}
