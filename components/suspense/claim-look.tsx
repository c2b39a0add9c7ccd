import { useTranslations } from "next-intl";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import type { ClaimStatus } from "@/core/suspense/claim";

export const CLAIM_TONES: Record<ClaimStatus, Tone> = {
  OPEN: "warning",
  RECOVERED: "success",
  WRITTEN_OFF: "neutral",
  TAKEN_BACK: "neutral",
};

export function ClaimStatusBadge({ status }: { status: ClaimStatus }) {
  const t = useTranslations("suspense");
  return <StatusBadge tone={CLAIM_TONES[status]}>{t(`claims.status.${status}`)}</StatusBadge>;
}
