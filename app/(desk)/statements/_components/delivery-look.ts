import { CircleDashed, FileCheck, FileClock, FileMinus, FileX, type LucideIcon } from "lucide-react";
import type { DeliveryState } from "@/core/statements/decide-delivery";

/** A shape for every state, so that the table reads without its colours. */
export const DELIVERY_LOOKS: Record<DeliveryState, { icon: LucideIcon; className: string }> = {
  RECEIVED: { icon: FileCheck, className: "bg-success-soft text-success" },
  WAIVED: { icon: FileMinus, className: "bg-sunken text-muted" },
  NOT_DUE: { icon: CircleDashed, className: "text-faint" },
  DUE: { icon: FileClock, className: "bg-warning-soft text-warning" },
  LATE: { icon: FileX, className: "bg-danger-soft text-danger" },
};
