import type { Tone } from "@/components/ui/badge";
import type { DayCloseState } from "@/contracts/day-close";
import type { FindingState } from "@/core/day-close/findings";

export const FINDING_TONES: Readonly<Record<FindingState, Tone>> = {
  RED: "danger",
  WAITING: "warning",
  STATED: "info",
  GREEN: "success",
};
export const DAY_TONES: Readonly<Record<DayCloseState, Tone>> = {
  CLOSED: "success",
  CLOSED_WITH_EXCEPTION: "warning",
  READY: "success",
  RED: "danger",
  WAITING: "warning",
  RUNNING: "info",
  NOT_NEXT: "neutral",
};
