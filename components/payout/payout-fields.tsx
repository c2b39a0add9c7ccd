import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { PayoutChoicesDto } from "@/contracts/payout-views";
import { ASSETS } from "@/core/money/assets";
import { formatAmount } from "@/core/money/format-money";
import type { PayoutValues } from "./request-payout-form";

const MONEY = ASSETS.filter(({ kind }) => kind === "CASH").map(({ code }) => ({ value: code, label: code }));

type PayoutFieldsProps = {
  values: PayoutValues;
  set: (change: Partial<PayoutValues>) => void;
  /** Null until the merchant is known. */
  choices: PayoutChoicesDto | null;
  needsNote: boolean;
  /** The field for the merchant's number, where it is not known from the page. */
  merchant: ReactNode;
};

/** How much, to which of the merchant's accounts, by which channel, and by what it is called. */
export function PayoutFields({ values, set, choices, needsNote, merchant }: PayoutFieldsProps) {
  const t = useTranslations("payouts");
  const locale = useLocale();
  const { asset } = values;
  const say = (minor: string) => `${formatAmount(BigInt(minor), asset, locale)} ${asset}`;
  const payees = (choices?.payees ?? []).map(({ accountRef, holder, bank, maskedNo, isPaidTo }) => ({
    value: accountRef,
    label: `${holder} · ${bank} ${maskedNo}${isPaidTo ? ` · ${t("ask.usual")}` : ""}`,
  }));
  const channels = (choices?.channels ?? []).map(({ no, name, reserveMinor }) => ({
    value: no,
    label: t("ask.channelHas", { name, reserve: say(reserveMinor) }),
  }));
  return (
    <>
      <div className={cn("grid gap-3", merchant === null ? "sm:grid-cols-[1fr_8rem]" : "sm:grid-cols-[1fr_1fr_8rem]")}>
        {merchant}
        <Field
          label={t("column.amount")}
          hint={choices ? t("ask.available", { amount: say(choices.availableMinor) }) : undefined}
          required
        >
          <Input
            value={values.amount}
            inputMode="decimal"
            autoComplete="off"
            className="tabular text-right"
            onChange={({ target }) => set({ amount: target.value })}
          />
        </Field>
        <Field label={t("ask.asset")} required>
          <Select options={MONEY} value={asset} onValueChange={(code) => set({ asset: code, payee: "" })} />
        </Field>
      </div>
      <Field label={t("column.payee")} hint={t("ask.payeeHint")}>
        <Select
          options={[{ value: "", label: t("ask.payeeUsual") }, ...payees]}
          value={values.payee}
          onValueChange={(payee) => set({ payee })}
        />
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("column.channel")} hint={t("ask.channelHint")}>
          <Select
            options={[{ value: "", label: t("ask.channelBest") }, ...channels]}
            value={values.channel}
            onValueChange={(channel) => set({ channel })}
          />
        </Field>
        <Field label={t("column.reference")} hint={t("ask.referenceHint")}>
          <Input
            value={values.clientRef}
            autoComplete="off"
            maxLength={64}
            onChange={({ target }) => set({ clientRef: target.value })}
          />
        </Field>
      </div>
      <Field
        label={needsNote ? t("ask.why") : t("detail.note")}
        hint={needsNote ? t("ask.whyHint") : undefined}
        required={needsNote}
      >
        <Textarea rows={2} maxLength={500} value={values.note} onChange={({ target }) => set({ note: target.value })} />
      </Field>
    </>
  );
}
