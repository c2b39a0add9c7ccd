"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LINK_CLASS } from "@/components/object/object-link";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { sendFile } from "@/components/refusal/send-file";
import { Section } from "@/components/ui/card";
import { FileDrop } from "@/components/ui/file-drop";
import type { ActionRefusal } from "@/contracts/action-result";

const TEMPLATE = "merchant,amount,asset,reference\nM1001,1234.50,CNY,INV-1\n";

/** A file of payouts is brought here and checked; nothing is paid by bringing it. */
export function PayoutFileDrop() {
  const t = useTranslations("payouts");
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<ActionRefusal | null>(null);
  const send = async ([file]: File[]) => {
    if (!file || pending) return;
    setPending(true);
    setRefusal(null);
    const sent = await sendFile<{ batchNo: string }>("/api/payouts/files", file);
    if (!sent.ok) setRefusal(sent.refusal);
    else router.push(`/payouts/files/${sent.value.batchNo}`);
    setPending(false);
  };
  return (
    <Section
      title={t("batch.bring")}
      plain
      actions={
        <a
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(TEMPLATE)}`}
          download="payouts.csv"
          className={LINK_CLASS}
        >
          {t("batch.template")}
        </a>
      }
    >
      <FileDrop
        label={t("batch.drop")}
        hint={pending ? t("batch.reading") : t("batch.formats")}
        accept=".xlsx,.csv"
        multiple={false}
        disabled={pending}
        onFiles={(files) => void send(files)}
      />
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
    </Section>
  );
}
