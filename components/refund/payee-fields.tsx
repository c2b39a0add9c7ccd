"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { RefundPreviewDto } from "@/contracts/refund-views";
import { type RefundPayee, refundPayee } from "@/contracts/refunds";

export const NO_PAYEE: RefundPayee = { holder: "", bank: "", accountNo: "" };

/** Whose account it is, as typed. Null where the money goes back as it came; undefined while something is missing. */
export function readPayee(
  { route, channelName }: RefundPreviewDto,
  typed: RefundPayee,
): RefundPayee | null | undefined {
  if (route === "ORIGINAL") return null;
  const bank = route === "B2C" ? (channelName ?? "") : typed.bank;
  return refundPayee.safeParse({ ...typed, bank }).data;
}

type PayeeFieldsProps = {
  preview: RefundPreviewDto;
  value: RefundPayee;
  onChange: (value: RefundPayee) => void;
  /** Whether it was tried to send, so that what is missing is said. */
  isAsked: boolean;
};

/** To whose account a transfer goes; nothing where the money goes back as it came. */
export function PayeeFields({ preview, value, onChange, isAsked }: PayeeFieldsProps) {
  const t = useTranslations("refunds");
  const { route, channelName } = preview;
  if (route === "ORIGINAL") return null;
  const channel = channelName ?? "";
  const fields = [
    { name: "holder", label: t("ask.holder"), hint: t("ask.holderHint") },
    ...(route === "BANK" ? [{ name: "bank", label: t("ask.bank"), hint: undefined } as const] : []),
    {
      name: "accountNo",
      label: route === "BANK" ? t("ask.accountNo") : t("ask.accountNoB2c", { channel }),
      hint: undefined,
    },
  ] as const;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {fields.map(({ name, label, hint }) => (
        <Field
          key={name}
          label={label}
          hint={hint}
          error={isAsked && !refundPayee.shape[name].safeParse(value[name]).success ? t("ask.missing") : undefined}
          required
        >
          <Input
            value={value[name]}
            autoComplete="off"
            maxLength={120}
            onChange={(event) => onChange({ ...value, [name]: event.target.value })}
          />
        </Field>
      ))}
    </div>
  );
}
