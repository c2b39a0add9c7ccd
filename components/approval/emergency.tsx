"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { RadioCards } from "@/components/ui/radio-cards";
import { notify } from "@/components/ui/toast";
import type { EmergencyDto } from "@/contracts/approval-views";

const MAX_LENGTH = 4_000;
const VERDICTS = ["JUSTIFIED", "NOT_JUSTIFIED"] as const;

type EmergencyProps = { approvalNo: string; emergency: EmergencyDto; review: ServerCommand<unknown> };

/** That one acted alone, what the review found, and the form for whoever may review it. */
export function Emergency({ approvalNo, emergency, review }: EmergencyProps) {
  const t = useTranslations("approvals");
  const { review: found, canReview } = emergency;
  return (
    <>
      <Alert tone={found?.verdict === "JUSTIFIED" ? "info" : "warning"} title={t("glass.done")}>
        {found ? `${t(`glass.reviewed.${found.verdict}`, { by: found.by })}. ${found.note}` : t("glass.open")}
      </Alert>
      {canReview ? <ReviewForm approvalNo={approvalNo} review={review} /> : null}
    </>
  );
}

function ReviewForm({ approvalNo, review }: Pick<EmergencyProps, "approvalNo" | "review">) {
  const t = useTranslations("approvals");
  const router = useRouter();
  const [verdict, setVerdict] = useState<(typeof VERDICTS)[number] | null>(null);
  const [note, setNote] = useState("");
  const { run, pending, refusal } = useCommand(review);
  const send = async () => {
    if ((await run({ approvalNo, verdict, note })) === null) return;
    notify.success(t("glass.kept", { approvalNo }));
    router.refresh();
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <RadioCards
        legend={t("glass.verdict")}
        options={VERDICTS.map((value) => ({ value, label: t(`glass.${value}`) }))}
        value={verdict}
        onValueChange={setVerdict}
      />
      <Field label={t("glass.note")} required>
        <Textarea rows={2} value={note} maxLength={MAX_LENGTH} onChange={(event) => setNote(event.target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <Button type="submit" pending={pending} disabled={verdict === null || note.trim() === ""} className="self-start">
        {t("glass.save")}
      </Button>
    </form>
  );
}
