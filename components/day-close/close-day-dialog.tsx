"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { KeyValueList } from "@/components/ui/key-value-list";
import { notify } from "@/components/ui/toast";
import type { DayChecklistDto, FindingDto } from "@/contracts/day-close";
import { Figure } from "./finding-text";

export type CloseCommand = ServerCommand<{ date: string; vouchers: string }>;
type CloseDayDialogProps = { day: string; checklist: DayChecklistDto; close: CloseCommand };

/** Asks once more before a day takes nothing any longer. The server looks at the whole checklist again. */
export function CloseDayDialog({ day, checklist, close }: CloseDayDialogProps) {
  const t = useTranslations("ledger");
  const common = useTranslations("common");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { run, pending, refusal, reset } = useCommand(close);
  const change = (next: boolean) => {
    if (next) reset();
    setOpen(next);
  };
  const closeNow = async () => {
    const done = await run({ date: day });
    if (!done) return router.refresh();
    notify.success(t("days.done", { day: done.date, count: Number(done.vouchers) }));
    setOpen(false);
    router.refresh();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button size="sm" variant="primary">
          {t("days.close")}
        </Button>
      }
      title={t("days.closeTitle", { day })}
      description={t("days.closeText")}
      footer={
        <>
          <DialogClose>
            <Button disabled={pending}>{common("cancel")}</Button>
          </DialogClose>
          <Button variant="primary" pending={pending} onClick={() => void closeNow()}>
            {t("days.closeNow", { day })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {/* What stands in the way is on the page behind, in the reader's language. */}
        {refusal ? <RefusalAlert refusal={{ ...refusal, details: [] }} /> : null}
        <Moved findings={checklist.lines.flatMap((line) => line.findings)} />
      </div>
    </Dialog>
  );
}

/** How much the day holds: its vouchers, and what each side of them adds up to. */
function Moved({ findings }: { findings: readonly FindingDto[] }) {
  const t = useTranslations("ledger");
  const vouchers = findings.find(({ code }) => code === "vouchers_entered");
  const turnover = findings.filter(({ code }) => code === "turnover");
  return (
    <KeyValueList
      items={[
        {
          key: "vouchers",
          label: t("days.vouchers"),
          value: <Figure value={vouchers?.left ?? "0"} asset={null} />,
        },
        ...turnover.map(({ left, asset }) => ({
          key: asset ?? "",
          label: `${t("days.turnover")} ${asset}`,
          value: <Figure value={left} asset={asset} />,
        })),
      ]}
    />
  );
}
