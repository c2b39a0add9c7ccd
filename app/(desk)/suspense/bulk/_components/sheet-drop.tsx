"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { sendFile } from "@/components/refusal/send-file";
import { Section } from "@/components/ui/card";
import { FileDrop } from "@/components/ui/file-drop";
import type { ActionRefusal } from "@/contracts/action-result";

/** A filled-in sheet comes back here and becomes a preview; nothing is proposed by bringing it. */
export function SheetDrop() {
  const t = useTranslations("bulk");
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<ActionRefusal | null>(null);
  const send = async ([file]: File[]) => {
    if (!file || pending) return;
    setPending(true);
    setRefusal(null);
    const sent = await sendFile<{ jobNo: string }>("/api/suspense/sheets", file);
    if (!sent.ok) setRefusal(sent.refusal);
    else router.push(`/suspense/bulk/${sent.value.jobNo}`);
    setPending(false);
  };
  return (
    <Section title={t("sheet.title")} plain>
      <FileDrop
        label={t("sheet.drop")}
        hint={pending ? t("sheet.reading") : t("sheet.formats")}
        accept=".xlsx,.csv"
        multiple={false}
        disabled={pending}
        onFiles={(files) => void send(files)}
      />
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
    </Section>
  );
}
