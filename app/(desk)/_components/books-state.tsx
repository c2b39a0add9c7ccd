"use client";

import { ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DateTime } from "@/components/money/date-time";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { BooksAlarmDto, BooksStateDto } from "@/contracts/books-views";
import { ProofDialog } from "./proof-dialog";
import { useProofName } from "./use-proof-name";

type BooksStateProps = {
  state: BooksStateDto;
  mayProve: boolean;
  prove: ServerCommand<{ isOk: boolean; failed: string[] }>;
};

/** Whether the books prove: the alarm while one stands, or else the last full proof and what was proved since. */
export function BooksState({ state, mayProve, prove }: BooksStateProps) {
  const t = useTranslations("home");
  const { run, pending, refusal } = useCommand(prove);
  const { last, increment, alarm } = state;
  const actions = (
    <>
      {last && (alarm === null || !last.isOk) ? <ProofDialog proof={last} /> : null}
      {mayProve ? (
        <Button size="sm" pending={pending} onClick={() => void run({})}>
          <ShieldCheck aria-hidden />
          {t("proof.now")}
        </Button>
      ) : null}
    </>
  );
  return (
    <div className="flex flex-col gap-2" aria-live="polite">
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      {alarm ? (
        <Alarm alarm={alarm} actions={actions} />
      ) : last ? (
        <Alert tone="success" title={t("proof.ok", { count: last.checks.length })} actions={actions}>
          <p>
            {t("proof.ranAt")} <DateTime at={last.ranAt} />
          </p>
          {increment ? (
            <p>
              {t("proof.since")} <DateTime at={increment.provedAt} />
            </p>
          ) : null}
        </Alert>
      ) : (
        <Alert tone="neutral" title={t("proof.none")} actions={actions}>
          {t("proof.noneText")}
        </Alert>
      )}
    </div>
  );
}

function Alarm({ alarm, actions }: { alarm: BooksAlarmDto; actions: ReactNode }) {
  const t = useTranslations("home");
  const nameOf = useProofName();
  return (
    <Alert tone="danger" urgent title={t("alarm.title", { count: alarm.failed.length })}>
      <p>
        {t("alarm.since")} <DateTime at={alarm.raisedAt} />
      </p>
      <p>{t("alarm.stopped")}</p>
      <ul className="mt-1.5 flex flex-col gap-1">
        {alarm.failed.map((check) => (
          <li key={check.name}>
            <span className="font-medium">{nameOf(check.name)}</span>
            <code lang="en" className="block break-words font-mono text-muted text-xs">
              {check.figure}
            </code>
          </li>
        ))}
      </ul>
      <div className="mt-2.5 flex flex-wrap gap-2">{actions}</div>
    </Alert>
  );
}
