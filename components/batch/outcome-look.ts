import type { Tone } from "@/components/ui/badge";
import type { ResultOutcome } from "@/contracts/reconciliation-views";

/** Short before long: money that is missing is the more urgent news. */
export const OUTCOME_TONES: Record<ResultOutcome, Tone> = {
  MATCHED: "success",
  BUFFERED_OURS: "neutral",
  BUFFERED_CHANNEL: "neutral",
  LONG: "warning",
  SHORT: "danger",
  AMOUNT_MISMATCH: "warning",
  STATUS_MISMATCH: "warning",
  FEE_MISMATCH: "warning",
  ASSET_MISMATCH: "warning",
  DUPLICATE: "warning",
};
