"use client";

import { useTranslations } from "next-intl";
import { AskDialog } from "@/components/day-close/ask-dialog";
import type { ServerCommand } from "@/components/refusal/use-command";
import { Alert } from "@/components/ui/alert";

type ReopenDayDialogProps = {
  date: string;
  /** Every closed day that opens with it, itself included. */
  days: readonly string[];
  ask: ServerCommand<{ approvalNo: string }>;
};

/** Asks for a closed day to be opened again. It says which later days open with it, and asks why. */
export function ReopenDayDialog({ date, days, ask }: ReopenDayDialogProps) {
  const t = useTranslations("day-close");
  const ledger = useTranslations("ledger");
  return (
    <AskDialog
      ghost
      trigger={t("reopen")}
      title={t("reopenAskTitle", { day: date })}
      text={t("reopenAskText")}
      now={t("reopenAskNow")}
      done={(approvalNo) => t("reopenAsked", { approvalNo, day: date })}
      ask={ask}
      input={{ date }}
    >
      {days.length > 1 ? (
        <Alert tone="warning" title={ledger("days.reopensMore", { days: days.toReversed().join(", ") })} />
      ) : null}
    </AskDialog>
  );
}
