"use client";

import { Eye, Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import {
  MAX_SETTLEMENTS_AT_ONCE,
  SETTLEMENT_STEPS,
  type SettlementMovePreviewDto,
  type SettlementStep,
} from "@/contracts/settlement-moves";
import { MoveDialog } from "./move-dialog";
import type { SettlementMoves } from "./settlement-desk";

const ICONS = { review: Eye, release: Send } as const;

type MoveManyProps = { selected: readonly string[]; moves: SettlementMoves; onMoved: () => void };

/** The steps for the selected settlements; each asks the server first which can go and why others cannot. */
export function MoveMany({ selected, moves, onMoved }: MoveManyProps) {
  const t = useTranslations("settlement");
  const [preview, setPreview] = useState<SettlementMovePreviewDto | null>(null);
  const [loading, setLoading] = useState<SettlementStep | null>(null);
  if (selected.length === 0) return <p className="text-muted text-sm">{t("move.none")}</p>;
  const nos = selected.slice(0, MAX_SETTLEMENTS_AT_ONCE);
  const open = async (step: SettlementStep) => {
    setLoading(step);
    const query = new URLSearchParams({ step, nos: nos.join(",") });
    const answer = await fetch(`/api/settlement/preview?${query}`).catch(() => null);
    setLoading(null);
    // The route's own type made this; both ends are the same build.
    if (answer?.ok) setPreview((await answer.json()) as SettlementMovePreviewDto);
    else notify.danger(t("move.failed"));
  };
  const command = preview ? moves[preview.step] : undefined;
  return (
    <>
      {SETTLEMENT_STEPS.filter((step) => moves[step]).map((step) => {
        const Icon = ICONS[step];
        return (
          <Button key={step} size="sm" pending={loading === step} onClick={() => void open(step)}>
            <Icon aria-hidden />
            {t(`move.${step}.button`, { count: nos.length })}
          </Button>
        );
      })}
      {preview && command ? (
        <MoveDialog
          preview={preview}
          command={command}
          onClose={(isDone) => {
            setPreview(null);
            if (isDone) onMoved();
          }}
        />
      ) : null}
    </>
  );
}
