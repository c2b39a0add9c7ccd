"use client";

import { useTranslations } from "next-intl";
import { isReady, type StatementUpload } from "@/components/statement/use-statement-uploads";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { CheckedUpload, UploadChannelDto } from "@/contracts/statement-upload";

type UploadChoiceProps = {
  upload: StatementUpload;
  checked: CheckedUpload;
  onChoose: (choice: { channel?: string; settlesOn?: string | null }) => void;
  onImport: () => void;
};

/** Which channel and day the file is imported as. A date that the file says itself is not up to anybody. */
export function UploadChoice({ upload, checked, onChoose, onImport }: UploadChoiceProps) {
  const t = useTranslations("statements");
  const { contents, channels } = checked;
  const channel = channels.find((candidate) => candidate.code === upload.channel);
  if (channels.length === 0) {
    return (
      <Alert tone="warning" title={t("import.noChannel")}>
        {t("import.noChannelText")}
      </Alert>
    );
  }
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Field label={t("field.channel")} required>
        <Select
          options={channels.map(({ code, name }) => ({ value: code, label: name }))}
          value={upload.channel}
          placeholder={t("import.chooseChannel")}
          onValueChange={(code) => onChoose({ channel: code })}
          className="w-56"
        />
      </Field>
      <Field label={t("field.settlesOn")} required>
        <Input
          type="date"
          value={upload.settlesOn ?? ""}
          readOnly={contents.settlesOn !== null}
          onChange={(event) => onChoose({ settlesOn: event.target.value || null })}
          className="w-40"
        />
      </Field>
      <p className="flex-1 basis-64 self-end pb-2 text-muted text-xs">
        {t(dateNote(checked))} {channel?.known ? <KnownNote known={channel.known} /> : null}
      </p>
      <Button variant="primary" disabled={!isReady(upload)} onClick={onImport}>
        {t("import.import")}
      </Button>
    </div>
  );
}

function dateNote({ contents }: CheckedUpload) {
  if (contents.settlesOn !== null) return "import.dateOfFile" as const;
  return contents.suggestedOn === null ? ("import.dateNeeded" as const) : ("import.dateSuggested" as const);
}

function KnownNote({ known }: { known: NonNullable<UploadChannelDto["known"]> }) {
  const t = useTranslations("statements");
  const { statementNo, version, isSame } = known;
  return <>{isSame ? t("import.knownSame", { statementNo }) : t("import.knownOther", { statementNo, version })}</>;
}
