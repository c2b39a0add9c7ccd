"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ActDialog } from "@/components/refusal/act-dialog";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { KeyValueList } from "@/components/ui/key-value-list";
import { notify } from "@/components/ui/toast";
import type { DayChecklistDto, FindingDto } from "@/contracts/day-close";
import { Figure } from "./finding-text";

export type CloseCommand = ServerCommand<{ date: string; vouchers: string }>;
type CloseDayDialogProps = { day: string; checklist: DayChecklistDto; close: CloseCommand };

/** Asks once more before a day takes nothing any longer. The server looks at the whole checklist again. */
export function CloseDayDialog({ day, checklist, close }: CloseDayDialogProps) {
  const t = useTranslations("ledger");
  const router = useRouter();
  return (
    <ActDialog
      act={useCommand(close)}
      toInput={() => ({ date: day })}
      trigger={
        <Button size="sm" variant="primary">
          {t("days.close")}
        </Button>
      }
      title={t("days.closeTitle", { day })}
      description={t("days.closeText")}
      submit={t("days.closeNow", { day })}
      // What stands in the way is on the page behind, in the reader's language.
      withDetails={false}
      onRefused={router.refresh}
      onDone={(done) => {
        notify.success(t("days.done", { day: done.date, count: Number(done.vouchers) }));
        router.refresh();
      }}
    >
      <Moved findings={checklist.lines.flatMap((line) => line.findings)} />
    </ActDialog>
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
