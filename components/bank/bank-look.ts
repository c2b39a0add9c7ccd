import type { Tone } from "@/components/ui/badge";
import type { BankLineState, RemittanceDto } from "@/contracts/bank-views";

export const LINE_TONES: Record<BankLineState, Tone> = {
  MATCHED: "success",
  DROPPED: "neutral",
  LISTED: "neutral",
  UNEXPECTED: "warning",
  OTHER_AMOUNT: "danger",
  UNBOOKED: "danger",
  HELD: "warning",
};

export const DAY_TONES: Record<RemittanceDto["state"], Tone> = {
  RECEIVED: "success",
  WAITING: "info",
  UNSEEN: "info",
  BOOKED: "info",
  CARRIED: "neutral",
  LATE: "danger",
  OTHER_AMOUNT: "danger",
  NOTHING: "neutral",
};

export function bankAccountHref(code: string): string {
  return `/bank/accounts/${encodeURIComponent(code)}`;
}
