import type { Tone } from "@/components/ui/badge";
import type { PayoutBatchStatus, PayoutRowState } from "@/contracts/payout-batches";

export const BATCH_TONES: Record<PayoutBatchStatus, Tone> = {
  CHECKED: "warning",
  RUNNING: "info",
  DONE: "success",
  CANCELLED: "neutral",
};
export const ROW_TONES: Record<PayoutRowState, Tone> = {
  READY: "info",
  BLOCKED: "danger",
  ACCEPTED: "success",
  REQUESTED: "warning",
  REFUSED: "danger",
  SKIPPED: "neutral",
};
