import type { Tone } from "@/components/ui/badge";
import type { AttemptStatus } from "@/core/money-out/attempt";

export const ATTEMPT_TONES = {
  WAITING: "neutral",
  SENT: "info",
  PROCESSING: "info",
  IN_DOUBT: "warning",
  SUCCEEDED: "success",
  FAILED: "danger",
} as const satisfies Record<AttemptStatus, Tone>;
