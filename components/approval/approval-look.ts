import type { Tone } from "@/components/ui/badge";
import type { ApprovalStatus } from "@/contracts/approval-views";

export const APPROVAL_TONES: Record<ApprovalStatus, Tone> = {
  PENDING: "info",
  EXECUTED: "success",
  REJECTED: "danger",
  WITHDRAWN: "neutral",
  STALE: "warning",
  EXPIRED: "warning",
};
