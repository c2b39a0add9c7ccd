"use client";

import { ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import type { NewestAnchorDto, TrailProofDto } from "@/contracts/audit-proof";
import type { AuditHeadDto, ProofDto } from "@/contracts/audit-views";
import { HeadsDialog } from "./heads-dialog";
import { KeptProof } from "./kept-proof";
import { TrailProof } from "./trail-proof";

type TrailStateProps = {
  /** What the worker found last. */
  kept: ProofDto | null;
  /** What the last person who asked was told. */
  asked: TrailProofDto | null;
  newest: NewestAnchorDto | null;
  heads: readonly AuditHeadDto[];
  mayProve: boolean;
  prove: ServerCommand<TrailProofDto>;
};

/** Whether the trail is whole: what the worker found last, or what was found since because somebody asked. */
export function TrailState({ kept, asked, newest, heads, mayProve, prove }: TrailStateProps) {
  const t = useTranslations("audit");
  const [told, setTold] = useState<TrailProofDto | null>(null);
  const { run, pending, refusal } = useCommand(prove);
  const ask = async () => {
    const found = await run({});
    if (found) setTold(found);
  };
  const proof = told ?? (asked && (!kept || asked.provedAt > kept.ranAt) ? asked : null);
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
          <KeptProof kept={kept} newest={newest} actions={actions} />
        )}
      </div>
    </section>
  );
}
