"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { DateTime } from "@/components/money/date-time";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import type { AdoptionPolicyDto } from "@/contracts/adoption";
import { PolicyRules } from "./policy-rules";

const MAX_LENGTH = 4_000;

type PendingPolicyProps = {
  policy: AdoptionPolicyDto;
  mayDecide: boolean;
  decide: ServerCommand<{ version: number; status: "APPROVED" | "REJECTED" }>;
};

/** The version that waits, and its decision, for who may take it and has not asked for it. */
export function PendingPolicy({ policy, mayDecide, decide }: PendingPolicyProps) {
  const t = useTranslations("reconciliation");
  return (
    <Section title={t("adoption.pending", { version: policy.version })}>
      <div className="flex flex-col gap-4">
        <p className="text-sm">
          {policy.reason}{" "}
          <span className="text-muted">
            {policy.proposedBy} · <DateTime at={policy.proposedAt} />
          </span>
        </p>
        {policy.rules.length > 0 ? (
          <PolicyRules caption={t("adoption.pending", { version: policy.version })} rules={policy.rules} />
        ) : (
          <p className="text-sm">{t("adoption.none")}</p>
        )}
        {mayDecide && !policy.isOwn ? (
          <Decision policy={policy} decide={decide} />
        ) : (
          <p className="text-muted text-sm">{t(policy.isOwn ? "adoption.own" : "adoption.notYours")}</p>
        )}
      </div>
    </Section>
  );
}

function Decision({ policy, decide }: Pick<PendingPolicyProps, "policy" | "decide">) {
  const t = useTranslations("reconciliation");
  const router = useRouter();
  const [note, setNote] = useState("");
  const { run, pending, refusal } = useCommand(decide);
  const send = async (verdict: "APPROVE" | "REJECT") => {
    const done = await run({ version: policy.version, verdict, note });
    if (done === null) return;
    notify.success(t(`adoption.done.${done.status}`, { version: done.version }));
    router.refresh();
  };
  return (
    <div className="flex flex-col gap-3">
      <Field label={t("adoption.field.note")} hint={t("adoption.noteHint")}>
        <Textarea rows={2} value={note} maxLength={MAX_LENGTH} onChange={(event) => setNote(event.target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" pending={pending} onClick={() => void send("APPROVE")}>
          {t("adoption.approve")}
        </Button>
        <Button variant="danger" disabled={pending} onClick={() => void send("REJECT")}>
          {t("adoption.reject")}
        </Button>
      </div>
    </div>
  );
}
