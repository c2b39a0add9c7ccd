"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Amount } from "@/components/money/amount";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { SettlementMovePreviewDto } from "@/contracts/settlement-moves";
import type { MovedSettlementsDto } from "@/contracts/settlement-views";
import { MoveRows } from "./move-rows";

type MoveDialogProps = {
  preview: SettlementMovePreviewDto;
  command: ServerCommand<MovedSettlementsDto>;
  onClose: (isDone: boolean) => void;
};

/** What would go and what not, and afterwards what came of each. Nothing is shown as done before the server says so. */
export function MoveDialog({ preview, command, onClose }: MoveDialogProps) {
  const t = useTranslations("settlement");
  const common = useTranslations("common");
  const { run, pending, refusal } = useCommand(command);
  const [done, setDone] = useState<MovedSettlementsDto | null>(null);
  const { step, rows, sums } = preview;
  const ready = rows.filter((row) => row.obstacle === null);
  const send = async () => {
    const settlements = ready.map(({ settlementNo, version }) => ({ settlementNo, expectedVersion: version }));
    const outcome = await run({ settlements });
    if (outcome) setDone(outcome);
  };
  const gone = done?.rows.filter(({ moved }) => moved !== null).length ?? 0;
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(isOpen) => (isOpen || pending ? undefined : onClose(done !== null))}
      title={
        done
          ? t(`move.${step}.done`, { done: gone, count: rows.length })
          : t(`move.${step}.title`, { count: ready.length })
      }
      description={done ? undefined : t(`move.${step}.text`)}
      footer={
        done ? (
          <Button variant="primary" onClick={() => onClose(true)}>
            {common("close")}
          </Button>
        ) : (
          <>
            <Button disabled={pending} onClick={() => onClose(false)}>
              {common("cancel")}
            </Button>
            <Button variant="primary" pending={pending} disabled={ready.length === 0} onClick={() => void send()}>
              {t(`move.${step}.submit`, { count: ready.length })}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-3">
        {sums.length > 0 && !done ? (
          <p className="text-sm">
            <span className="text-muted">{t("move.sum")}</span>{" "}
            {sums.map(({ asset, amountMinor }) => (
              <Amount key={asset} asset={asset} amountMinor={amountMinor} showAsset className="mr-3 font-semibold" />
            ))}
          </p>
        ) : null}
        {refusal ? <RefusalAlert refusal={refusal} /> : null}
        <MoveRows preview={preview} done={done} />
      </div>
    </Dialog>
  );
}
