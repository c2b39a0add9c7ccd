"use client";

import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { PreviewedAnswer } from "@/components/refusal/previewed-answer";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { readTypedAmount } from "@/contracts/claims";
import { formatAmount } from "@/core/money/format-money";
import type { RefundRoute } from "@/core/refunds/route";
import type { AskedRefund } from "./ask-refund-dialog";
import { NO_PAYEE, PayeeFields, readPayee } from "./payee-fields";
import { RefundPlan } from "./refund-plan";
import { useRefundPreview } from "./use-refund-preview";

type RefundableOrder = { readonly orderNo: string; readonly asset: string; readonly leftMinor: string };
type AskRefundFormProps = {
  order: RefundableOrder;
  ask: ServerCommand<AskedRefund>;
  onAsked: (asked: AskedRefund) => void;
};

/** How much, to whom where it cannot go back as it came, and why. The split and the route are the server's to say. */
export function AskRefundForm({ order, ask, onAsked }: AskRefundFormProps) {
  const t = useTranslations("refunds");
  const form = useAskRefund(order, ask, onAsked);
  return (
    <form
      noValidate
      className="grid gap-x-6 gap-y-4 md:grid-cols-[minmax(0,18rem)_minmax(0,1fr)]"
      onSubmit={form.onSubmit}
    >
      <WhatAndWhy form={form} asset={order.asset} />
      <HowItGoes form={form} />
      <div className="flex flex-col gap-3 md:col-span-2">
        {form.refusal ? <RefusalAlert refusal={form.refusal} /> : null}
        <DialogSubmit pending={form.pending} disabled={form.preview === null}>
          {t("ask.submit")}
        </DialogSubmit>
      </div>
    </form>
  );
}

type AskForm = ReturnType<typeof useAskRefund>;

function useAskRefund(
  { orderNo, asset, leftMinor }: RefundableOrder,
  ask: AskRefundFormProps["ask"],
  onAsked: AskRefundFormProps["onAsked"],
) {
  const left = formatAmount(BigInt(leftMinor), asset, useLocale());
  const [typed, setTyped] = useState(left);
  const [route, setRoute] = useState<RefundRoute | null>(null);
  const [payee, setPayee] = useState(NO_PAYEE);
  const [reason, setReason] = useState("");
  const [isAsked, setAsked] = useState(false);
  const { run, pending, refusal } = useCommand(ask);
  const amountMinor = readTypedAmount(typed, asset)?.toString() ?? null;
  const query = useRefundPreview(orderNo, amountMinor, route);
  const preview = amountMinor !== null && query.data?.ok ? query.data.preview : null;
  const send = async () => {
    setAsked(true);
    const named = preview && readPayee(preview, payee);
    if (pending || preview === null || amountMinor === null || named === undefined || reason.trim() === "") return;
    const done = await run({ orderNo, amountMinor, asset, route: preview.route, payee: named, reason });
    if (done !== null) onAsked(done);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  const fields = { typed, setTyped, setRoute, payee, setPayee, reason, setReason };
  return { ...fields, left, amountMinor, query, preview, isAsked, pending, refusal, onSubmit };
}

function WhatAndWhy({ form, asset }: { form: AskForm; asset: string }) {
  const t = useTranslations("refunds");
  const { typed, setTyped, left, amountMinor, reason, setReason, isAsked } = form;
  return (
    <div className="flex flex-col gap-4">
      <Field
        label={t("ask.amount", { asset })}
        hint={t("ask.left", { amount: left, asset })}
        error={amountMinor === null ? t("ask.amountWrong") : undefined}
        required
      >
        <Input
          value={typed}
          inputMode="decimal"
          autoComplete="off"
          className="tabular text-right"
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <Field
        label={t("ask.why")}
        hint={t("ask.whyHint")}
        error={isAsked && reason.trim() === "" ? t("ask.missing") : undefined}
        required
      >
        <Textarea rows={3} value={reason} maxLength={4_000} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </div>
  );
}

function HowItGoes({ form }: { form: AskForm }) {
  const t = useTranslations("refunds");
  const { query, amountMinor, setRoute, payee, setPayee, isAsked } = form;
  return (
    <section
      aria-live="polite"
      aria-busy={query.isFetching}
      aria-label={t("ask.preview")}
      className="flex flex-col gap-4"
    >
      {amountMinor === null ? (
        <p className="text-muted text-sm">{t("ask.amountWrong")}</p>
      ) : (
        <PreviewedAnswer query={query} failed={t("ask.previewFailed")} loading={<Skeleton className="h-40 w-full" />}>
          {(planned) => (
            <>
              <RefundPlan preview={planned} onRoute={setRoute} />
              <PayeeFields preview={planned} value={payee} onChange={setPayee} isAsked={isAsked} />
            </>
          )}
        </PreviewedAnswer>
      )}
    </section>
  );
}
