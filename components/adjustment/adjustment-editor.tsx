"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import { AttachmentBox } from "@/components/attachment/attachment-box";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { notify } from "@/components/ui/toast";
import type { AdjustableAccountDto, AdjustmentPreviewResultDto } from "@/contracts/adjustment-views";
import type { AdjustmentOrigin } from "@/contracts/adjustments";
import type { ManualEvent } from "@/core/adjustments/manual-events";
import { ADJUSTMENT_REASONS, type AdjustmentReason } from "@/core/adjustments/reasons";
import { AdjustmentPreview } from "./adjustment-preview";
import { DraftFaults } from "./draft-faults";
import { TemplateChoice } from "./template-choice";
import { TemplateFields } from "./template-fields";
import { type AdjustmentDraft, useAdjustmentDraft } from "./use-adjustment-draft";
import { VoucherLines } from "./voucher-lines";

export type ProposeAction = ServerCommand<{ adjustmentNo: string; approvalNo: string; requiredRoles: string[] }>;
const NOTE_CHARS = 4_000;

type AdjustmentEditorProps = {
  propose: ProposeAction;
  origin: AdjustmentOrigin | null;
  accounts: readonly AdjustableAccountDto[];
  event: ManualEvent;
};

/** Writes a voucher, or fills in an event of the catalogue, and asks for it. What is unbalanced is never sent. */
export function AdjustmentEditor({ propose, origin, accounts, event }: AdjustmentEditorProps) {
  const draft = useAdjustmentDraft(accounts, event);
  return <ProposeForm choice={draft.choice} propose={propose} origin={origin} draft={draft} />;
}

/** Asks that a voucher of an adjustment be taken back: what it posts is given. */
export function ReversalForm({ propose, voucherNo }: { propose: ProposeAction; voucherNo: string }) {
  return <ProposeForm choice={{ kind: "REVERSAL", voucherNo }} propose={propose} origin={null} draft={null} />;
}

type ProposeFormProps = {
  choice: object | null;
  propose: ProposeAction;
  origin: AdjustmentOrigin | null;
  draft: AdjustmentDraft | null;
};

function ProposeForm({ choice, propose, origin, draft }: ProposeFormProps) {
  const t = useTranslations("adjustments");
  const router = useRouter();
  const [draftNo] = useState(() => crypto.randomUUID());
  const [attached, setAttached] = useState(0);
  const [why, setWhy] = useState<Why>({ reasonCode: null, note: "" });
  const [asked, setAsked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { run, pending, refusal } = useCommand(propose);
  const preview = usePreview(choice);
  const isReady = preview.data?.ok === true && why.reasonCode !== null && why.note.trim() !== "" && attached > 0;
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (pending) return;
    // The first thing that is missing gets the focus, once it is marked.
    if (!isReady) return void requestAnimationFrame(() => focusMissing(form.current));
    const done = await run({ choice, ...why, origin, draftNo });
    if (done === null) return;
    notify.success(t("done", { approvalNo: done.approvalNo }), { description: t("doneText") });
    router.push(`/ledger/adjustments/${done.adjustmentNo}`);
  };
  /** Enter chooses an account and goes on to the next line; only with Ctrl or ⌘ does it propose. */
  const onKey = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    if (event.metaKey || event.ctrlKey) void send(event);
    else if (event.target instanceof HTMLInputElement) event.preventDefault();
  };
  return (
    <form
      ref={form}
      noValidate
      onSubmit={send}
      onKeyDown={onKey}
      className="grid items-start gap-section xl:grid-cols-[minmax(0,1fr)_24rem]"
    >
      <div className="flex min-w-0 flex-col gap-section">
        {draft ? <WhatCard draft={draft} isAsked={asked} /> : null}
        <Card className="flex flex-col gap-4">
          <ReasonFields why={why} isAsked={asked} onChange={(part) => setWhy((before) => ({ ...before, ...part }))} />
          <Evidence draftNo={draftNo} isMissing={asked && attached === 0} onAttached={setAttached} />
        </Card>
      </div>
      <div className="flex min-w-0 flex-col gap-section xl:sticky xl:top-16">
        <Card className="flex flex-col gap-4">
          <AdjustmentPreview isComplete={choice !== null} query={preview} />
          {refusal ? <RefusalAlert refusal={refusal} /> : null}
          <Button type="submit" variant="primary" pending={pending} className="self-end">
            {t("submit")}
          </Button>
        </Card>
      </div>
    </form>
  );
}

type Why = { readonly reasonCode: AdjustmentReason | null; readonly note: string };
type ReasonFieldsProps = { why: Why; isAsked: boolean; onChange: (part: Partial<Why>) => void };

function ReasonFields({ why: { reasonCode, note }, isAsked, onChange }: ReasonFieldsProps) {
  const t = useTranslations("adjustments");
  return (
    <>
      <Field
        label={t("reason.label")}
        error={isAsked && reasonCode === null ? t("reason.missing") : undefined}
        required
      >
        <Select
          options={ADJUSTMENT_REASONS.map((value) => ({ value, label: t(`reason.${value}`) }))}
          value={reasonCode}
          onValueChange={(chosen) => onChange({ reasonCode: chosen })}
          placeholder={t("reason.choose")}
          className="sm:w-80"
        />
      </Field>
      <Field
        label={t("note.label")}
        hint={t("note.hint")}
        error={isAsked && note.trim() === "" ? t("note.missing") : undefined}
        required
      >
        <Textarea
          rows={3}
          value={note}
          maxLength={NOTE_CHARS}
          onChange={({ target }) => onChange({ note: target.value })}
        />
      </Field>
    </>
  );
}

function WhatCard({ draft, isAsked }: { draft: AdjustmentDraft; isAsked: boolean }) {
  const { template, setTemplate, isFree, judgement, choice } = draft;
  const t = useTranslations("adjustments");
  return (
    <Card className="flex flex-col gap-4">
      <TemplateChoice event={template.event} onChange={(event) => setTemplate({ event, amounts: {}, roles: {} })} />
      {isFree ? <VoucherLines draft={draft} /> : <TemplateFields template={template} onChange={setTemplate} />}
      {isFree ? <DraftFaults faults={judgement.faults} isAsked={isAsked} /> : null}
      {!isFree && isAsked && choice === null ? (
        <p role="alert" className="text-danger text-sm">
          {t("template.incomplete")}
        </p>
      ) : null}
      {isFree ? <p className="text-muted text-xs">{t("lines.keys")}</p> : null}
    </Card>
  );
}

type EvidenceProps = { draftNo: string; isMissing: boolean; onAttached: (count: number) => void };

function Evidence({ draftNo, isMissing, onAttached }: EvidenceProps) {
  const t = useTranslations("adjustments");
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="pb-1 font-medium text-sm">
        {t("evidence.label")}
        <span aria-hidden className="text-danger">
          {" *"}
        </span>
      </legend>
      <p className="text-muted text-xs">{t("evidence.hint")}</p>
      <AttachmentBox type="draft" no={draftNo} canAdd onAttached={onAttached} />
      {isMissing ? (
        <p role="alert" className="text-danger text-xs">
          {t("evidence.missing")}
        </p>
      ) : null}
    </fieldset>
  );
}

function focusMissing(form: HTMLFormElement | null): void {
  const controls = [
    ...(form?.querySelectorAll<HTMLElement>("input:not([type=file]), [role=combobox], textarea") ?? []),
  ];
  const missing = controls.find((control) => {
    if (control.getAttribute("aria-invalid") === "true") return true;
    return control instanceof HTMLInputElement && control.value === "" && control.getAttribute("role") === "combobox";
  });
  missing?.focus();
}

/** What the choice would post, asked of the server again whenever it changes. */
function usePreview(choice: object | null) {
  const asked = choice === null ? null : JSON.stringify(choice);
  return useQuery({
    queryKey: ["adjustment-preview", asked],
    enabled: asked !== null,
    staleTime: 0,
    queryFn: async ({ signal }): Promise<AdjustmentPreviewResultDto> => {
      const query = new URLSearchParams({ choice: asked ?? "" });
      const response = await fetch(`/api/ledger/adjustments/preview?${query}`, { signal });
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      // The route's own types made this; both ends are the same build.
      return (await response.json()) as AdjustmentPreviewResultDto;
    },
  });
}
