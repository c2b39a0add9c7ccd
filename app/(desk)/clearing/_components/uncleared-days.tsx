import { useTranslations } from "next-intl";
import { Day } from "@/components/money/date-time";
import type { ServerCommand } from "@/components/refusal/use-command";
import { Alert } from "@/components/ui/alert";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import type { UnclearedDaysDto } from "@/contracts/clearing-views";
import { daysBetween } from "@/core/calendar/settlement-day";
import { ClearDayDialog, type ClearedDay } from "./clear-day-dialog";

type UnclearedDaysProps = {
  /** Null: there was never an order. */
  uncleared: UnclearedDaysDto | null;
  today: string;
  run: ServerCommand<ClearedDay> | undefined;
};

/** The days that are over and that no batch has, the oldest first, each with the way to clear it. */
export function UnclearedDays({ uncleared, today, run }: UnclearedDaysProps) {
  const t = useTranslations("clearing");
  const [oldest] = uncleared?.days ?? [];
  if (uncleared === null || oldest === undefined) {
    return (
      <Alert tone="success" title={t(uncleared === null ? "uncleared.noOrders" : "uncleared.none")}>
        {t("uncleared.noneText")}
      </Alert>
    );
  }
  const { days, more, through } = uncleared;
  return (
    <Section
      title={t("uncleared.title")}
      description={t("uncleared.text", { count: days.length + more, through })}
      flush
    >
      <ul aria-label={t("uncleared.list")} className="divide-y divide-line">
        {days.map((day) => (
          <li key={day} className="flex min-h-10 items-center gap-3 px-4 py-1 text-sm">
            <Day on={day} className="tabular font-medium" />
            <Lateness day={day} today={today} />
            {run ? (
              <span className="ml-auto">
                <ClearDayDialog day={day} oldest={oldest} isNext={day === oldest} run={run} />
              </span>
            ) : null}
          </li>
        ))}
        {more > 0 ? (
          <li className="px-4 py-2 text-muted text-sm">{t("uncleared.more", { count: more, through })}</li>
        ) : null}
      </ul>
    </Section>
  );
}

function Lateness({ day, today }: { day: string; today: string }) {
  const t = useTranslations("clearing");
  const count = daysBetween(day, today);
  if (count === 1) return <span className="text-muted">{t("uncleared.yesterday")}</span>;
  return <StatusBadge tone="warning">{t("uncleared.late", { count })}</StatusBadge>;
}
