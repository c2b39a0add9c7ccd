"use client";

import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import type { ServerCommand } from "@/components/refusal/use-command";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { AccountingDaysDto, ClosedDayDto } from "@/contracts/accounting-days";
import { isPermitted, type Role } from "@/core/permissions/permissions";
import { ReopenDayDialog } from "./reopen-day-dialog";
import { useDayColumns } from "./use-day-columns";

type ClosedDaysProps = {
  days: AccountingDaysDto;
  reopen: ServerCommand<{ date: string; days: string[] }>;
  roles: readonly Role[];
};

/** The days that take nothing any more, the newest first, and who closed them. */
export function ClosedDays({ days, reopen, roles }: ClosedDaysProps) {
  const t = useTranslations("ledger");
  const { day, vouchers, turnover } = useDayColumns();
  const reopened = (day: ClosedDayDto) => days.closed.filter((one) => one.on >= day.on).map((one) => one.on);
  return (
    <Section title={t("days.closedDays")} flush>
      <DataTable
        caption={t("days.closedDays")}
        rows={days.closed}
        rowKey={(day) => day.on}
        empty={<EmptyState kind="nothing-yet" title={t("days.noneClosed")} />}
        columns={[
          day,
          vouchers,
          turnover,
          { key: "at", header: t("days.closedAt"), cell: (day) => <DateTime at={day.closedAt} /> },
          { key: "by", header: t("days.closedBy"), cell: (day) => day.closedBy ?? t("voucher.system") },
          ...(isPermitted(roles, "day.reopen")
            ? [
                {
                  key: "reopen",
                  header: <span className="sr-only">{t("days.reopen")}</span>,
                  align: "end" as const,
                  cell: (day: ClosedDayDto) => <ReopenDayDialog date={day.on} days={reopened(day)} reopen={reopen} />,
                },
              ]
            : []),
        ]}
      />
    </Section>
  );
}
