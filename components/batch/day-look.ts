import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CirclePlay,
  FileClock,
  FileX,
  GitCompareArrows,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  RotateCcw,
} from "lucide-react";
import type { Tone } from "@/components/ui/badge";
import type { DayState } from "@/contracts/board-views";

/** A shape for every state, so that the board reads without its colours. What waits is as calm as what is balanced. */
export const DAY_LOOKS: Record<DayState, { icon: LucideIcon; className: string; tone: Tone }> = {
  NOT_DUE: { icon: CircleDashed, className: "text-faint", tone: "neutral" },
  DUE: { icon: FileClock, className: "bg-sunken text-muted", tone: "neutral" },
  LATE: { icon: FileX, className: "bg-danger-soft text-danger", tone: "danger" },
  TO_RUN: { icon: CirclePlay, className: "bg-warning-soft text-warning", tone: "warning" },
  RUNNING: { icon: LoaderCircle, className: "bg-info-soft text-info [&>svg]:animate-spin", tone: "info" },
  OUTDATED: { icon: RotateCcw, className: "bg-warning-soft text-warning", tone: "warning" },
  UNBALANCED: { icon: CircleAlert, className: "bg-danger-soft text-danger", tone: "danger" },
  BROKEN: { icon: GitCompareArrows, className: "bg-info-soft text-info", tone: "info" },
  WAITING: { icon: Hourglass, className: "bg-success-soft text-success", tone: "success" },
  BALANCED: { icon: CircleCheck, className: "bg-success-soft text-success", tone: "success" },
};
