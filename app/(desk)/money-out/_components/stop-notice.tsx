"use client";

import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import type { ServerCommand } from "@/components/refusal/use-command";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import type { MoneyStopDto } from "@/contracts/money-out";
import { ReasonDialog } from "./reason-dialog";

type StopNoticeProps = {
  stop: MoneyStopDto;
  /** Null: whoever looks may not ask for it, or it goes by itself. */
  resume: ServerCommand<{ approvalNo: string }> | null;
};

/** Why nothing goes out, since when, and what lets it go again. */
export function StopNotice({ stop, resume }: StopNoticeProps) {
  const t = useTranslations("money-out");
  const { id, cause, reason, stoppedBy, stoppedAt, waitingNo } = stop;
  return (
    <Alert
      tone="danger"
      title={t(`cause.${cause}`, { name: stoppedBy ?? "" })}
      actions={
        resume && waitingNo === null ? (
          <ReasonDialog
            trigger={<Button size="sm">{t("resume.button")}</Button>}
            title={t("resume.title")}
            description={t("resume.text")}
            label={t("resume.reason")}
            missing={t("reasonMissing")}
            submit={t("resume.submit")}
            command={resume}
            toInput={(given) => ({ stopId: id, reason: given })}
            onDone={({ approvalNo }) => notify.success(t("resume.done", { approvalNo }))}
          />
        ) : null
      }
    >
      <p>
        {t.rich("since", { at: () => <DateTime at={stoppedAt} /> })} {reason}
      </p>
      {waitingNo ? <p>{t.rich("resume.waits", { no: () => <ObjectLink kind="approval" no={waitingNo} /> })}</p> : null}
    </Alert>
  );
}
