"use client";

import { ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { NewestAnchorDto, TrailProofDto } from "@/contracts/audit-proof";
import type { AuditHeadDto } from "@/contracts/audit-views";
import { HeadsDialog } from "./heads-dialog";
import { TrailProof } from "./trail-proof";

type TrailStateProps = {
  /** What was found when the trail was proved last. */
  last: TrailProofDto | null;
  newest: NewestAnchorDto | null;
  heads: readonly AuditHeadDto[];
  mayProve: boolean;
  prove: ServerCommand<TrailProofDto>;
};

/** Whether the trail is whole: what was found last, or now because the reader asks. */
export function TrailState({ last, newest, heads, mayProve, prove }: TrailStateProps) {
  const t = useTranslations("audit");
  const [told, setTold] = useState<TrailProofDto | null>(null);
  const { run, pending, refusal } = useCommand(prove);
  const ask = async () => {
    const found = await run({});
    if (found) setTold(found);
  };
  const proof = told ?? last;
  const actions = (
    <>
      <HeadsDialog heads={heads} />
      {mayProve ? (
        <Button size="sm" pending={pending} onClick={() => void ask()}>
          <ShieldCheck aria-hidden />
          {t("proof.now")}
        </Button>
      ) : null}
    </>
  );
  return (
    <section aria-label={t("proof.label")} className="flex flex-col gap-2">
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <div aria-live="polite">
        {proof ? (
          <TrailProof proof={proof} actions={actions} />
        ) : (
          <Alert tone="neutral" title={t("proof.none")} actions={actions}>
            {t("proof.noneText")}
          </Alert>
        )}
      </div>
      {newest?.isLate ? (
        <Alert tone="warning" title={t("proof.late")}>
          {t("proof.lateText")}
        </Alert>
      ) : null}
    </section>
  );
}
