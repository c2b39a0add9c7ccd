"use client";

import { useTranslations } from "next-intl";
import type { ServerCommand } from "@/components/refusal/use-command";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { AccountingDaysDto, OpenDayDto } from "@/contracts/accounting-days";
import { isPermitted, type Role } from "@/core/permissions/permissions";
import { CloseDayDialog } from "./close-day-dialog";
import { useDayColumns } from "./use-day-columns";

type OpenDaysProps = {
  days: AccountingDaysDto;
  close: ServerCommand<{ date: string; vouchers: string }>;
  roles: readonly Role[];
};

/** The days that still take vouchers, the oldest first: that is the order in which they are closed. */
export function OpenDays({ days, close, roles }: OpenDaysProps) {
  const mayClose = isPermitted(roles, "day.close");
  const t = useTranslations("ledger");
  const { day, vouchers, turnover } = useDayColumns();
  const state = (day: OpenDayDto) => {
    if (!day.isOver) return <StatusBadge tone="info">{t("days.running")}</StatusBadge>;
    const isNext = day.on === days.next;
    return <StatusBadge tone={isNext ? "warning" : "neutral"}>{t(isNext ? "days.isNext" : "days.waits")}</StatusBadge>;
  };
  return (
    <Section title={t("days.open")} description={mayClose ? t("days.openText") : t("days.openTextReader")} flush>
      <DataTable
        caption={t("days.open")}
        rows={days.open}
        rowKey={(day) => day.on}
        empty={<EmptyState kind="nothing-yet" title={t("days.empty")} />}
        columns={[
          day,
          { key: "state", header: t("days.state"), cell: state },
          vouchers,
          turnover,
          ...(mayClose
            ? [
                {
                  key: "close",
                  header: <span className="sr-only">{t("days.close")}</span>,
                  align: "end" as const,
                  cell: (day: OpenDayDto) =>
                    day.on === days.next && day.isOver ? <CloseDayDialog day={day} close={close} /> : null,
                },
              ]
            : []),
        ]}
      />
      {days.openMore > 0 ? (
        <p className="border-line border-t px-4 py-2 text-muted text-sm">{t("days.more", { count: days.openMore })}</p>
      ) : null}
    </Section>
  );
}
