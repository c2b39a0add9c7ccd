"use client";

import { ShieldCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { MappingChanges } from "@/components/mapping/mapping-changes";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { useCommand } from "@/components/refusal/use-command";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import type { MappingPageDto, MappingTrialDto } from "@/contracts/mapping-views";
import type { StatementMapping } from "@/core/statements/mapping/mapping";
import type { ProposeMapping } from "./mapping-desk";

type ProposeBarProps = {
  page: MappingPageDto;
  trial: MappingTrialDto | null;
  mapping: StatementMapping;
  mayPropose: boolean;
  propose: ProposeMapping;
};

const MAX_REASON = 4_000;

/** What would change against the version in effect, what is still missing, and the way to a checker. */
export function ProposeBar(props: ProposeBarProps) {
  const { page, trial, mayPropose } = props;
  const t = useTranslations("mappings");
  const [open, setOpen] = useState(false);
  const noteId = useId();
  if (trial === null) return null;
  const { faults, changes } = trial;
  const isFirst = page.version === 0;
  const isUnchanged = !isFirst && changes.length === 0;
  const note = !mayPropose
    ? t("propose.notAllowed")
    : page.waitingNo !== null
      ? t("waiting.title", { approvalNo: page.waitingNo })
      : isUnchanged
        ? t("propose.unchanged", { version: page.version })
        : null;
  return (
    <Section
      title={t("propose.changes")}
      flush={!isUnchanged && !isFirst}
      plain={isUnchanged || isFirst}
      actions={
        <Button
          variant="primary"
          disabled={note !== null || faults.length > 0}
          aria-describedby={note === null ? undefined : noteId}
          onClick={() => setOpen(true)}
        >
          <ShieldCheck aria-hidden />
          {t("propose.button")}
        </Button>
      }
    >
      {note === null ? null : (
        <p id={noteId} className="text-muted text-sm">
          {note}
        </p>
      )}
      {faults.length > 0 ? (
        <Alert tone="warning" title={t("preview.faults")}>
          <ul className="list-inside list-disc">
            {faults.map((fault) => (
              <li key={fault}>{t(`fault.${fault}`)}</li>
            ))}
          </ul>
        </Alert>
      ) : null}
      {isFirst || isUnchanged ? null : <MappingChanges changes={changes} />}
      <ProposeDialog {...props} open={open} onOpenChange={setOpen} />
    </Section>
  );
}

function ProposeDialog({
  page,
  trial,
  mapping,
  propose,
  open,
  onOpenChange,
}: ProposeBarProps & { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("mappings");
  const common = useTranslations("common");
  const router = useRouter();
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const { run, pending, refusal } = useCommand(propose);
  const isMissing = reason.trim() === "";
  const send = async () => {
    setAsked(true);
    if (isMissing || pending) return;
    const proposed = await run({ channel: page.channel, baseVersion: page.version, mapping, reason });
    if (proposed === null) return;
    onOpenChange(false);
    notify.success(t("propose.done", { approvalNo: proposed.approvalNo }));
    router.refresh();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("propose.title", { version: page.version + 1, name: page.name })}
      description={t("propose.text")}
      size="lg"
      footer={
        <>
          <DialogClose>
            <Button>{common("cancel")}</Button>
          </DialogClose>
          <Button variant="primary" pending={pending} onClick={() => void send()}>
            {t("propose.button")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field
          label={t("propose.reason")}
          hint={t("propose.reasonHint")}
          error={asked && isMissing ? t("propose.reasonMissing") : undefined}
          required
        >
          <Textarea value={reason} maxLength={MAX_REASON} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {refusal ? <RefusalAlert refusal={refusal} /> : null}
        <div className="max-h-72 overflow-y-auto">
          <MappingChanges changes={trial?.changes ?? []} isWhole={page.version === 0} />
        </div>
      </div>
    </Dialog>
  );
}
