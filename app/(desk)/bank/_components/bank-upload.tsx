"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { sendBankFile } from "@/components/bank/send-bank-file";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { RefusedLineTable } from "@/components/statement/refused-line-table";
import { Alert } from "@/components/ui/alert";
import { Section } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { FileDrop } from "@/components/ui/file-drop";
import { Select } from "@/components/ui/select";
import type { BankUploadOutcome } from "@/contracts/bank-views";

type Sent = { readonly key: string; readonly name: string; readonly outcome: BankUploadOutcome | null };

type BankUploadProps = {
  codes: readonly string[];
  channels: readonly { code: string; name: string }[];
  onImported: () => void;
};

/** Files of one bank account, sent one after the other in the order in which they were dropped. */
export function BankUpload({ codes, channels, onImported }: BankUploadProps) {
  const t = useTranslations("bank");
  const options = [
    ...codes.map((code) => ({ value: code, label: code })),
    ...channels.map(({ code, name }) => ({ value: `channel:${code}`, label: t("import.withChannel", { name }) })),
  ];
  const [account, setAccount] = useState(codes[0] ?? "");
  const [sent, setSent] = useState<readonly Sent[]>([]);
  const isBusy = sent.some((one) => one.outcome === null);
  const send = async (files: readonly File[]) => {
    const added = files.map((file) => ({ key: crypto.randomUUID(), name: file.name, file, outcome: null }));
    setSent(added.map(({ key, name, outcome }) => ({ key, name, outcome })));
    // A later statement goes on from the balance of an earlier one, so they cannot travel side by side.
    for (const { key, file } of added) {
      const outcome = await sendBankFile(account, file, key);
      setSent((all) => all.map((one) => (one.key === key ? { ...one, outcome } : one)));
      if (outcome.state === "imported") onImported();
    }
  };
  return (
    <Section title={t("import.title")} description={t("import.text")}>
      <div className="grid items-start gap-4 md:grid-cols-[16rem_minmax(0,1fr)]">
        <Field label={t("import.account")}>
          <Select options={options} value={account} onValueChange={setAccount} />
        </Field>
        <div className="flex flex-col gap-3">
          <FileDrop
            label={t("import.drop")}
            hint={t("import.hint")}
            disabled={isBusy}
            onFiles={(files) => void send(files)}
          />
          <ul aria-live="polite" className="flex flex-col gap-2">
            {sent.map((one) => (
              <li key={one.key}>
                <Outcome sent={one} />
              </li>
            ))}
          </ul>
        </div>
      </div>
    </Section>
  );
}

function Outcome({ sent: { name, outcome } }: { sent: Sent }) {
  const t = useTranslations("bank");
  if (outcome === null) return <Alert title={t("import.sending", { name })} />;
  if (outcome.state === "refused") {
    // Of several statements in an archive, the one that keeps it out.
    const member = outcome.refusal.params?.member;
    return (
      <div className="flex flex-col gap-1">
        <p className="font-medium text-sm">{member ? `${name} › ${member}` : name}</p>
        <RefusalAlert refusal={outcome.refusal} />
        {outcome.lines ? (
          <div className="rounded-lg border border-line">
            <RefusedLineTable lines={outcome.lines} />
          </div>
        ) : null}
      </div>
    );
  }
  const { state, statementNo, version, matched, open, follows } = outcome;
  const title = t(`import.${state}`, { name, statementNo, version });
  return (
    <Alert tone={follows ? "success" : "warning"} title={title}>
      <p>{t("import.outcome", { matched, open })}</p>
      {follows ? null : <p>{t("import.gap")}</p>}
    </Alert>
  );
}
