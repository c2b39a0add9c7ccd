import type { Tone } from "@/components/ui/badge";
import { type BulkJobDto, hasBulkEnded } from "@/contracts/bulk";
import type { BulkRowState } from "@/core/suspense/bulk";

export const ROW_TONES: Record<BulkRowState, Tone> = {
  PENDING: "neutral",
  READY: "info",
  BLOCKED: "warning",
  UNCHANGED: "neutral",
  PROPOSED: "success",
  REFUSED: "danger",
  SKIPPED: "neutral",
  EXECUTED: "success",
  RETURNED: "warning",
};

const JOB_TONES: Record<BulkJobDto["status"], Tone> = {
  PREPARING: "info",
  READY: "warning",
  RUNNING: "info",
  DONE: "success",
  CANCELLED: "neutral",
  FAILED: "danger",
};

/** A job's state in one word, under `bulk.status`. */
export function lookOfJob(job: BulkJobDto) {
  const { status, kind, isCancelAsked, isExpired } = job;
  if (isCancelAsked && !hasBulkEnded(status)) return { tone: "warning", word: "CANCELLING" } as const;
  if (isExpired) return { tone: "neutral", word: "EXPIRED" } as const;
  if (kind === "EXPORT" && status === "PREPARING") return { tone: "info", word: "WRITING" } as const;
  if (kind === "EXPORT" && status === "DONE") return { tone: "success", word: "WRITTEN" } as const;
  return { tone: JOB_TONES[status], word: status };
}
