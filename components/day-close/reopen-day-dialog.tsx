"use client";

import { useTranslations } from "next-intl";
import type { ServerCommand } from "@/components/refusal/use-command";
import { Alert } from "@/components/ui/alert";
import { daysBetween } from "@/core/calendar/settlement-day";
import { AskDialog } from "./ask-dialog";

type ReopenDayDialogProps = {
  day: string;
  /** The last closed day: every one up to it opens as well. */
  through: string;
  ask: ServerCommand<{ approvalNo: string }>;
};

/** Asks for a closed day to be opened again. It says how many later days open with it, and asks why. */
export function ReopenDayDialog({ day, through, ask }: ReopenDayDialogProps) {
  const t = useTranslations("day-close");
  const later = daysBetween(day, through);
  return (
    <AskDialog
      ghost
      trigger={t("reopen")}
      triggerLabel={t("reopenOf", { day })}
      title={t("reopenAskTitle", { day })}
      text={t("reopenAskText")}
      hint={t("reopenHint")}
      now={t("reopenAskNow")}
      done={(approvalNo) => t("reopenAsked", { approvalNo, day })}
      ask={ask}
      input={{ date: day }}
    >
      {later > 0 ? <Alert tone="warning" title={t("reopensMore", { count: later, through })} /> : null}
    </AskDialog>
  );
}
