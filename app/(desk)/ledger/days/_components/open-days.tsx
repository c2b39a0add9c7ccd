"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type CloseCommand, CloseDayDialog } from "@/components/day-close/close-day-dialog";
import { DAY_TONES } from "@/components/day-close/finding-look";
import { LINK_CLASS } from "@/components/object/object-link";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { AccountingDaysDto, OpenDayDto } from "@/contracts/accounting-days";
import { isPermitted, type Role } from "@/core/permissions/permissions";
import { useDayColumns } from "./use-day-columns";

type OpenDaysProps = {
  days: AccountingDaysDto;
  close: CloseCommand;
  roles: readonly Role[];
};

/** The days that still take vouchers, the oldest first: that is the order in which they are closed. */
export function OpenDays({ days, close, roles }: OpenDaysProps) {
  const mayClose = isPermitted(roles, "day.close");
  const t = useTranslations("ledger");
  const words = useTranslations("day-close");
  const { day, vouchers, turnover } = useDayColumns();
  const { first } = days;
  const state = (day: OpenDayDto) => (
    <span className="inline-flex flex-wrap items-center gap-2">
      <OpenState day={day} days={days} />
      {day.refused > 0 ? (
        <span className="text-muted text-xs">{words("board.refusedBefore", { count: day.refused })}</span>
      ) : null}
      {day.undone > 0 ? <span className="text-muted text-xs">{words("undone")}</span> : null}
    </span>
  );
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
          {
            key: "checklist",
            header: <span className="sr-only">{words("checklist")}</span>,
            align: "end",
            cell: (day) => (
              <span className="inline-flex items-center gap-3">
                <Link href={`/ledger/days/${day.on}`} className={LINK_CLASS}>
                  {words("checklist")}
                </Link>
                {mayClose && first?.state === "READY" && day.on === first.day ? (
                  <CloseDayDialog day={day.on} checklist={first.checklist} close={close} />
                ) : null}
              </span>
            ),
          },
        ]}
      />
      {days.openMore > 0 ? (
        <p className="border-line border-t px-4 py-2 text-muted text-sm">{t("days.more", { count: days.openMore })}</p>
      ) : null}
    </Section>
  );
}

/** Only the first open day can be closed, so only its checklist is looked at. */
function OpenState({ day, days }: { day: OpenDayDto; days: AccountingDaysDto }) {
  const t = useTranslations("ledger");
  const words = useTranslations("day-close");
  if (!day.isOver) return <StatusBadge tone="info">{t("days.running")}</StatusBadge>;
  if (day.on !== days.first?.day) return <StatusBadge tone="neutral">{t("days.waits")}</StatusBadge>;
  const { state } = days.first;
  return <StatusBadge tone={DAY_TONES[state]}>{words(`dayState.${state}`)}</StatusBadge>;
}
