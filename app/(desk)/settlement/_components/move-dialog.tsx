"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ManyDialog } from "@/components/refusal/many-dialog";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
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
    <ManyDialog
      title={
        done
          ? t(`move.${step}.done`, { done: gone, count: rows.length })
          : t(`move.${step}.title`, { count: ready.length })
      }
      description={t(`move.${step}.text`)}
      sums={sums}
      sumLabel={t("move.sum")}
      submit={t(`move.${step}.submit`, { count: ready.length })}
      canSend={ready.length > 0}
      pending={pending}
      refusal={refusal}
      isDone={done !== null}
      onSend={() => void send()}
      onClose={() => onClose(done !== null)}
    >
      <MoveRows preview={preview} done={done} />
    </ManyDialog>
  );
}
