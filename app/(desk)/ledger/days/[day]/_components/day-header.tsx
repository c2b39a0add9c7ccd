"use client";

import { useTranslations } from "next-intl";
import { AskDialog } from "@/components/day-close/ask-dialog";
import { type CloseCommand, CloseDayDialog } from "@/components/day-close/close-day-dialog";
import { DAY_TONES } from "@/components/day-close/finding-look";
import { FindingLine } from "@/components/day-close/finding-text";
import { ReopenDayDialog } from "@/components/day-close/reopen-day-dialog";
import type { ServerCommand } from "@/components/refusal/use-command";
import { StatusBadge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { PrintButton } from "@/components/ui/print-button";
import type { DayCloseDto } from "@/contracts/day-close";
import { addDays } from "@/core/calendar/settlement-day";
import { isPermitted, type Role } from "@/core/permissions/permissions";

type Ask = ServerCommand<{ approvalNo: string }>;
type DayHeaderProps = {
  close: DayCloseDto;
  roles: readonly Role[];
  commands: { close: CloseCommand; askException: Ask; askReopen: Ask };
};

/** The day, how it stands, and what the reader may do about it now. */
export function DayHeader({ close, roles, commands }: DayHeaderProps) {
  const t = useTranslations("day-close");
  const ledger = useTranslations("ledger");
  const { day, state } = close;
  const mayClose = isPermitted(roles, "day.close") && close.waitingNo === null;
  const isClosed = state === "CLOSED" || state === "CLOSED_WITH_EXCEPTION";
  return (
    <PageHeader
      crumbs={[{ label: ledger("title"), href: "/ledger" }, { label: t("back"), href: "/ledger/days" }, { label: day }]}
      title={t("title", { day })}
      badge={<StatusBadge tone={DAY_TONES[state]}>{t(`dayState.${state}`)}</StatusBadge>}
      description={t("description")}
      actions={
        <>
          {mayClose && state === "READY" ? (
            <CloseDayDialog day={day} checklist={close.checklist} close={commands.close} />
          ) : null}
          {mayClose && (state === "RED" || state === "WAITING") ? (
            <ExceptionDialog close={close} ask={commands.askException} />
          ) : null}
          {isClosed && close.next && isPermitted(roles, "day.reopen") && close.waitingNo === null ? (
            <ReopenDayDialog day={day} through={addDays(close.next, -1)} ask={commands.askReopen} />
          ) : null}
          <PrintButton label={t("print")} />
        </>
      }
    />
  );
}

function ExceptionDialog({ close: { day, checklist }, ask }: { close: DayCloseDto; ask: Ask }) {
  const t = useTranslations("day-close");
  const { blocking } = checklist;
  return (
    <AskDialog
      trigger={t("askException")}
      title={t("exceptionAskTitle", { day })}
      text={t("exceptionAskText")}
      hint={t("reasonHint")}
      now={t("exceptionAskNow")}
      done={(approvalNo) => t("exceptionAsked", { approvalNo, day })}
      ask={ask}
      input={{ date: day, blocking: blocking.length }}
    >
      <ul className="flex list-disc flex-col gap-1 pl-4 text-sm">
        {blocking.map((finding) => (
          <li key={`${finding.code} ${finding.place} ${finding.asset}`}>
            <FindingLine finding={finding} />
          </li>
        ))}
      </ul>
    </AskDialog>
  );
}
