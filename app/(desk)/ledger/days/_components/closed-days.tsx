"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { LINK_CLASS } from "@/components/object/object-link";
import type { ServerCommand } from "@/components/refusal/use-command";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { AccountingDaysDto, ClosedDayDto } from "@/contracts/accounting-days";
import { isPermitted, type Role } from "@/core/permissions/permissions";
import { ReopenDayDialog } from "./reopen-day-dialog";
import { Turnover } from "./turnover";

type ClosedDaysProps = {
  days: AccountingDaysDto;
  reopen: ServerCommand<{ date: string; days: string[] }>;
  roles: readonly Role[];
};

/** The days that take nothing any more, the newest first, and who closed them. */
export function ClosedDays({ days, reopen, roles }: ClosedDaysProps) {
  const t = useTranslations("ledger");
  const format = useFormatter();
  const reopened = (day: ClosedDayDto) => days.closed.filter((one) => one.on >= day.on).map((one) => one.on);
  return (
    <Section title={t("days.closedDays")} flush>
      <DataTable
        caption={t("days.closedDays")}
        rows={days.closed}
        rowKey={(day) => day.on}
        empty={<EmptyState kind="nothing-yet" title={t("days.noneClosed")} />}
        columns={[
          {
            key: "day",
            header: t("days.day"),
            rowHeader: true,
            cell: (day) => (
              <Link href={`/ledger/trial-balance?date=${day.on}`} className={`${LINK_CLASS} tabular`}>
                {day.on}
              </Link>
            ),
          },
          {
            key: "vouchers",
            header: t("days.vouchers"),
            align: "end",
            cell: (day) => (
              <Link href={`/ledger/vouchers?from=${day.on}&to=${day.on}`} className={LINK_CLASS}>
                {format.number(day.vouchers)}
              </Link>
            ),
          },
          {
            key: "turnover",
            header: t("days.turnover"),
            align: "end",
            cell: (day) => <Turnover amounts={day.turnover} />,
          },
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
