"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Textarea } from "@/components/ui/input";

type UnmatchFormProps = {
  matchNo: string;
  unmatch: ServerCommand<{ matchNo: string }>;
  onUndone: () => void;
};

/** Takes a match back. It says what follows before it asks why. */
export function UnmatchForm({ matchNo, unmatch, onUndone }: UnmatchFormProps) {
  const t = useTranslations("bank");
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const { run, pending, refusal } = useCommand(unmatch);
  if (!isAsking) {
    return (
      <div>
        <Button onClick={() => setAsking(true)}>{t("unmatch.open")}</Button>
      </div>
    );
  }
  const isMissing = reason.trim() === "";
  const send = async () => {
    setAsked(true);
    if (isMissing || pending) return;
    if ((await run({ matchNo, reason })) !== null) onUndone();
  };
  return (
    <Form send={send} className="flex flex-col gap-3">
      <p className="text-sm">{t("unmatch.text")}</p>
      <Field label={t("reasonField")} error={asked && isMissing ? t("reasonMissing") : undefined} required>
        <Textarea value={reason} maxLength={4_000} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <div className="flex gap-2">
        <Button onClick={() => setAsking(false)}>{t("unmatch.keep")}</Button>
        <Button type="submit" variant="danger" pending={pending}>
          {t("unmatch.submit")}
        </Button>
      </div>
    </Form>
  );
}
