"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { LINK_CLASS } from "@/components/object/object-link";
import type { ServerCommand } from "@/components/refusal/use-command";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { AccountingDaysDto, OpenDayDto } from "@/contracts/accounting-days";
import { isPermitted, type Role } from "@/core/permissions/permissions";
import { CloseDayDialog } from "./close-day-dialog";
import { Turnover } from "./turnover";

type OpenDaysProps = {
  days: AccountingDaysDto;
  close: ServerCommand<{ date: string; vouchers: string }>;
  roles: readonly Role[];
};

/** The days that still take vouchers, the oldest first: that is the order in which they are closed. */
export function OpenDays({ days, close, roles }: OpenDaysProps) {
  const mayClose = isPermitted(roles, "day.close");
  const t = useTranslations("ledger");
  const format = useFormatter();
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
          { key: "state", header: t("days.state"), cell: state },
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
