import { useTranslations } from "next-intl";
import type { Ref } from "react";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";

const MAX_LENGTH = 4_000;

type ReasonFieldProps = {
  value: string;
  onChange: (value: string) => void;
  /** Whether it was sent without one. */
  isMissing: boolean;
  inputRef: Ref<HTMLTextAreaElement>;
};

/** Why somebody asks for it; the checker reads it, and so does the history. */
export function ReasonField({ value, onChange, isMissing, inputRef }: ReasonFieldProps) {
  const t = useTranslations("suspense");
  return (
    <Field
      label={t("propose.reason")}
      hint={t("propose.reasonHint")}
      error={isMissing ? t("propose.reasonMissing") : undefined}
      required
    >
      <Textarea
        ref={inputRef}
        rows={2}
        value={value}
        maxLength={MAX_LENGTH}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
