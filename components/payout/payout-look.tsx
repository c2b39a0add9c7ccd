import { useTranslations } from "next-intl";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import type { PayoutStatus } from "@/core/payouts/payout";

export const PAYOUT_TONES: Record<PayoutStatus, Tone> = {
  REQUESTED: "warning",
  REFUSED: "neutral",
  ACCEPTED: "info",
  IN_DOUBT: "danger",
  SUCCEEDED: "success",
  FAILED: "danger",
  BOUNCED: "danger",
  RETURNED: "neutral",
};

export function PayoutStatusBadge({ status }: { status: PayoutStatus }) {
  const t = useTranslations("payouts");
  return <StatusBadge tone={PAYOUT_TONES[status]}>{t(`status.${status}`)}</StatusBadge>;
}
