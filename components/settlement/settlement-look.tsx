import { useTranslations } from "next-intl";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import type { SettlementStatus } from "@/core/settlement/settlement";

export const SETTLEMENT_TONES: Record<SettlementStatus, Tone> = {
  COMPUTED: "warning",
  REVIEWED: "warning",
  RELEASED: "info",
  PAID: "success",
  PARTLY_PAID: "success",
};

export function SettlementStatusBadge({ status }: { status: SettlementStatus }) {
  const t = useTranslations("settlement");
  return <StatusBadge tone={SETTLEMENT_TONES[status]}>{t(`status.${status}`)}</StatusBadge>;
}
