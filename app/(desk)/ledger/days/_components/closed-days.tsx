"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { ReopenDayDialog } from "@/components/day-close/reopen-day-dialog";
import { DateTime } from "@/components/money/date-time";
import type { ServerCommand } from "@/components/refusal/use-command";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { AccountingDaysDto, ClosedDayDto } from "@/contracts/accounting-days";
import { isPermitted, type Role } from "@/core/permissions/permissions";
import { useDayColumns } from "./use-day-columns";

type ClosedDaysProps = {
  days: AccountingDaysDto;
  ask: ServerCommand<{ approvalNo: string }>;
  roles: readonly Role[];
};

/** The days that take nothing any more, the newest first, and who closed them. */
export function ClosedDays({ days, ask, roles }: ClosedDaysProps) {
  const t = useTranslations("ledger");
  const words = useTranslations("day-close");
  const { day, vouchers, turnover } = useDayColumns();
  const { closedThrough } = days;
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
          { key: "report", header: words("board.report"), cell: (day) => <Found day={day} /> },
          ...(closedThrough !== null && isPermitted(roles, "day.reopen")
            ? [
                {
                  key: "reopen",
                  header: <span className="sr-only">{t("days.reopen")}</span>,
                  align: "end" as const,
                  cell: (day: ClosedDayDto) => <ReopenDayDialog day={day.on} through={closedThrough} ask={ask} />,
                },
              ]
            : []),
        ]}
      />
    </Section>
  );
}

/** What the closing found, leading to its report. A day that was red once says so for good. */
function Found({ day: { on, exceptions, refused } }: { day: ClosedDayDto }) {
  const t = useTranslations("day-close");
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Link href={`/ledger/days/${on}`} className="rounded-sm hover:underline">
        {exceptions === null ? (
          <StatusBadge tone="neutral">{t("board.untold")}</StatusBadge>
        ) : (
          <StatusBadge tone={exceptions > 0 ? "warning" : "success"}>
            {exceptions > 0 ? t("board.exception", { count: exceptions }) : t("board.green")}
          </StatusBadge>
        )}
      </Link>
      {refused > 0 ? <span className="text-muted text-xs">{t("board.refusedBefore", { count: refused })}</span> : null}
    </span>
  );
}
