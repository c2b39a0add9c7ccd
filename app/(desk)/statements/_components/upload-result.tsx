"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import type { StatementUpload } from "@/components/statement/use-statement-uploads";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { UploadOutcome } from "@/contracts/statement-upload";
import { RefusedLines } from "./refused-lines";

type UploadResultProps = {
  fileName: string;
  outcome: Exclude<UploadOutcome, { state: "checked" }>;
  upload: StatementUpload;
  onChoose: (choice: { settlesOn: string | null }) => void;
  onCheck: () => void;
};

/** What became of a file: where it is now, or why it stayed out. */
export function UploadResult({ fileName, outcome, upload, onChoose, onCheck }: UploadResultProps) {
  const t = useTranslations("statements");
  if (outcome.state === "imported" || outcome.state === "duplicate") {
    const { statementNo, version, settlesOn, state } = outcome;
    return (
      <p className="text-sm">
        {t(state === "imported" ? "import.importedAs" : "import.duplicateOf", { settlesOn, version })}{" "}
        <Link href={`/statements/${statementNo}`} className="font-medium text-accent hover:underline">
          {statementNo}
        </Link>
      </p>
    );
  }
  if (outcome.state === "failed") {
    const { requestId } = outcome;
    return <RefusalAlert refusal={{ code: "internal_fault", message: "", params: { requestId } }} />;
  }
  return (
    <div className="flex flex-col gap-2">
      <RefusalAlert refusal={outcome.lines.length > 0 ? { ...outcome.refusal, details: [] } : outcome.refusal} />
      {outcome.refusal.code === "statement_settlement_date_missing" ? (
        <div className="flex items-end gap-3">
          <Field label={t("field.settlesOn")} required>
            <Input
              type="date"
              value={upload.settlesOn ?? ""}
              onChange={(event) => onChoose({ settlesOn: event.target.value || null })}
              className="w-40"
            />
          </Field>
          <Button disabled={upload.settlesOn === null} onClick={onCheck}>
            {t("import.checkAgain")}
          </Button>
        </div>
      ) : null}
      {outcome.refusal.code === "upload_interrupted" && upload.checked === null ? (
        <Button className="self-start" onClick={onCheck}>
          {t("import.checkAgain")}
        </Button>
      ) : null}
      {outcome.lines.length > 0 ? <RefusedLines fileName={fileName} lines={outcome.lines} /> : null}
    </div>
  );
}
