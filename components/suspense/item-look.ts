import {
  ArrowRightLeft,
  CircleMinus,
  CirclePlus,
  Copy,
  Diff,
  GitCompareArrows,
  type LucideIcon,
  Percent,
} from "lucide-react";
import type { Tone } from "@/components/ui/badge";
import type { BreakKind, SuspenseStatus } from "@/core/suspense/item";

export const KIND_ICONS: Record<BreakKind, LucideIcon> = {
  LONG: CirclePlus,
  SHORT: CircleMinus,
  AMOUNT_MISMATCH: Diff,
  STATUS_MISMATCH: GitCompareArrows,
  FEE_MISMATCH: Percent,
  ASSET_MISMATCH: ArrowRightLeft,
  DUPLICATE: Copy,
};

/** Money that is missing is the more urgent news. */
export const DIRECTION_TONES = { SHORT: "danger", LONG: "warning" } as const satisfies Record<string, Tone>;

export const STATUS_TONES: Record<SuspenseStatus, Tone> = {
  OPEN: "warning",
  ASSIGNED: "info",
  INVESTIGATING: "info",
  PROPOSED: "neutral",
  RESOLVED: "success",
  AUTO_RESOLVED: "success",
};
