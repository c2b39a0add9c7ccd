"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { useCommand } from "@/components/refusal/use-command";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import { readTypedAmount } from "@/contracts/claims";
import { PayoutFields } from "./payout-fields";
import { PayoutPreview } from "./payout-preview";
import type { RequestPayoutProps } from "./request-payout-dialog";
import { type PayoutDraft, usePayoutChoices, usePayoutPreview } from "./use-payout-preview";

export type PayoutValues = {
  readonly merchantNo: string;
  readonly asset: string;
  readonly amount: string;
  readonly payee: string;
  readonly channel: string;
  readonly clientRef: string;
  readonly note: string;
};

/** The fields, what would become of it, and the way to send it. Nothing is sent that the preview refuses. */
export function RequestPayoutForm({ merchantNo = "", request, onDone }: RequestPayoutProps & { onDone: () => void }) {
  const t = useTranslations("payouts");
  const router = useRouter();
  const empty = { asset: "CNY", amount: "", payee: "", channel: "", clientRef: "", note: "" };
  const [values, setValues] = useState<PayoutValues>({ merchantNo, ...empty });
  const set = (change: Partial<PayoutValues>) => setValues((before) => ({ ...before, ...change }));
  const { run, pending, refusal } = useCommand(request);
  const amountMinor = readTypedAmount(values.amount, values.asset)?.toString() ?? null;
  const draft: PayoutDraft = { ...pick(values), amountMinor };
  const choices = usePayoutChoices(values.merchantNo, values.asset);
  const preview = usePayoutPreview(draft);
  const foretold = preview.data?.ok ? preview.data.preview : null;
  const needsNote = foretold !== null && foretold.looks.length > 0;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending || foretold === null || amountMinor === null) return;
    const { payee, channel, clientRef, note } = values;
    const chosen = { payee: payee || null, channel: channel || null, clientRef: clientRef.trim() || null };
    const done = await run({ merchantNo: values.merchantNo, asset: values.asset, amountMinor, ...chosen, note });
    if (done === null) return;
    const { payoutNo, status, approvalNo } = done;
    if (status === "ACCEPTED") notify.success(t("ask.done", { payoutNo }));
    else
      notify.success(t("ask.waits", { payoutNo }), {
        description: t("ask.waitsFor", { approvalNo: approvalNo ?? "" }),
      });
    onDone();
    router.push(`/payouts/${payoutNo}`);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <PayoutFields
        values={values}
        set={set}
        choices={choices.data ?? null}
        needsNote={needsNote}
        merchant={
          merchantNo === "" ? (
            <MerchantField
              value={values.merchantNo}
              onCommit={(no) => set({ merchantNo: no, payee: "" })}
              isUnknown={choices.data === null}
            />
          ) : null
        }
      />
      <PayoutPreview
        query={preview}
        asset={values.asset}
        channels={choices.data?.channels ?? []}
        isWaiting={amountMinor === null || values.merchantNo === ""}
      />
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending} disabled={foretold === null || (needsNote && values.note.trim() === "")}>
        {needsNote ? t("ask.submitForLook") : t("ask.submit")}
      </DialogSubmit>
    </form>
  );
}

function pick({ merchantNo, asset, payee, channel }: PayoutValues) {
  return { merchantNo, asset, payee, channel };
}

type MerchantFieldProps = { value: string; onCommit: (no: string) => void; isUnknown: boolean };

/** A merchant's number is looked up when it is complete: when the field is left, or Enter is pressed. */
function MerchantField({ value, onCommit, isUnknown }: MerchantFieldProps) {
  const t = useTranslations("payouts");
  const [typed, setTyped] = useState(value);
  return (
    <Field
      label={t("ask.merchant")}
      hint={t("ask.merchantHint")}
      error={isUnknown ? t("ask.merchantUnknown") : undefined}
      required
    >
      <Input
        value={typed}
        autoComplete="off"
        spellCheck={false}
        maxLength={32}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={() => onCommit(typed.trim())}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || typed.trim() === value) return;
          event.preventDefault();
          onCommit(typed.trim());
        }}
      />
    </Field>
  );
}
