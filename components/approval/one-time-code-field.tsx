import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type OneTimeCodeFieldProps = { value: string; onChange: (value: string) => void; isMissing: boolean };

/** Six digits from the person's device. Pasting and a password manager's filling are welcome. */
export function OneTimeCodeField({ value, onChange, isMissing }: OneTimeCodeFieldProps) {
  const t = useTranslations("approvals");
  return (
    <Field
      label={t("code.label")}
      hint={t("code.hint")}
      error={isMissing ? t("code.missing") : undefined}
      required
      className="max-w-56"
    >
      <Input
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={8}
        className="tabular tracking-widest"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
