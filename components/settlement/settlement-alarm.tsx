import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button";
import type { SettlementWaitingDto } from "@/contracts/settlement-moves";

/** Settlements that wait for people like the reader; nothing where none does. */
export function SettlementAlarm({ waiting }: { waiting: SettlementWaitingDto }) {
  const t = useTranslations("settlement");
  const steps = [
    { key: "review", count: waiting.toReview ?? 0, status: "COMPUTED" },
    { key: "release", count: waiting.toRelease ?? 0, status: "REVIEWED" },
  ] as const;
  return steps
    .filter(({ count }) => count > 0)
    .map(({ key, count, status }) => (
      <Alert
        key={key}
        tone="info"
        title={t(`alarm.${key}`, { count })}
        actions={
          <ButtonLink size="sm" href={`/settlement?status=${status}`}>
            {t("alarm.open")}
          </ButtonLink>
        }
      />
    ));
}
