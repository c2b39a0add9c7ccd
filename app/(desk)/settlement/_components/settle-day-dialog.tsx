"use client";

import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActDialog } from "@/components/refusal/act-dialog";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";

/** What the command answers, as far as it is said here. */
type SettledDay = {
  readonly batchNo: string;
  readonly date: string;
  readonly settlements: number;
  readonly merchants: number;
  readonly existed: boolean;
};
type SettleDayDialogProps = { today: string; run: ServerCommand<SettledDay> };

/** Settles everything that is due by a date, and shows what came of it. */
export function SettleDayDialog({ today, run }: SettleDayDialogProps) {
  const t = useTranslations("settlement");
  const router = useRouter();
  const [date, setDate] = useState(today);
  const act = useCommand(run);
  const showDone = ({ batchNo, existed, settlements, merchants }: SettledDay) => {
    notify.success(t(existed ? "run.existed" : "run.done", { date, batchNo }), {
      description: existed ? t("run.existedText") : t("run.doneText", { settlements, merchants }),
    });
    router.push(`/settlement?on=${date}`);
    router.refresh();
  };
  return (
    <ActDialog
      act={act}
      toInput={() => (date === "" ? null : { date })}
      trigger={
        <Button>
          <Play aria-hidden />
          {t("run.open")}
        </Button>
      }
      title={t("run.title")}
      description={t("run.text")}
      submit={t("run.submit")}
      pendingText={t("run.pending")}
      disabled={date === ""}
      onDone={showDone}
    >
      <Field label={t("run.date")} hint={t("run.dateHint")}>
        <Input
          type="date"
          max={today}
          value={date}
          onChange={(event) => {
            setDate(event.target.value);
            act.reset();
          }}
        />
      </Field>
    </ActDialog>
  );
}
