"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { Section } from "@/components/ui/card";
import { FileDrop } from "@/components/ui/file-drop";
import type { ActionRefusal } from "@/contracts/action-result";

const INTERRUPTED: ActionRefusal = {
  code: "upload_interrupted",
  message: "The connection broke. Try again: nothing happens twice.",
};

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
    const sent = await sendSheet(file);
    if ("refusal" in sent) setRefusal(sent.refusal);
    else router.push(`/suspense/bulk/${sent.jobNo}`);
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

async function sendSheet(file: File): Promise<{ jobNo: string } | { refusal: ActionRefusal }> {
  try {
    const response = await fetch("/api/suspense/sheets", {
      method: "POST",
      headers: {
        "Content-Type": "application/octet-stream",
        "X-File-Name": encodeURIComponent(file.name),
        "X-Command-Id": crypto.randomUUID(),
      },
      body: file,
    });
    // Our own route of the same build wrote it.
    const answer = (await response.json()) as { jobNo: string } & {
      code: string;
      title: string;
      details: string[];
      params: Record<string, string>;
    };
    if (response.ok) return { jobNo: answer.jobNo };
    return {
      refusal: { code: answer.code, message: answer.title, details: answer.details, params: answer.params ?? {} },
    };
  } catch {
    return { refusal: INTERRUPTED };
  }
}
