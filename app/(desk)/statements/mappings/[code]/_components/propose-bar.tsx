"use client";

import { ShieldCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
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

/** The way to a checker, and what still stands in it. */
export function ProposeBar(props: ProposeBarProps & { children: ReactNode }) {
  const { page, trial, mayPropose, children } = props;
  const t = useTranslations("mappings");
  const [open, setOpen] = useState(false);
  const noteId = useId();
  if (trial === null) return null;
  const obstacle = findObstacle(t, page, trial, mayPropose);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <p id={noteId} className="min-w-0 flex-1 basis-40 text-muted text-sm">
        {obstacle}
      </p>
      {children}
      <Button
        variant="primary"
        disabled={obstacle !== null}
        aria-describedby={obstacle === null ? undefined : noteId}
        onClick={() => setOpen(true)}
      >
        <ShieldCheck aria-hidden />
        {t("propose.button")}
      </Button>
      <ProposeDialog {...props} open={open} onOpenChange={setOpen} />
    </div>
  );
}

/** Why nothing can be proposed now, most basic reason first; null when it can. */
function findObstacle(
  t: ReturnType<typeof useTranslations<"mappings">>,
  page: MappingPageDto,
  { faults, changes }: MappingTrialDto,
  mayPropose: boolean,
): string | null {
  if (!mayPropose) return t("propose.notAllowed");
  if (page.waitingNo !== null) return t("waiting.title", { approvalNo: page.waitingNo });
  const [fault] = faults;
  if (fault) return t(`fault.${fault}`);
  return page.version > 0 && changes.length === 0 ? t("propose.unchanged", { version: page.version }) : null;
}

/** All that is still missing, and what would change against the version in effect. */
export function ProposedChanges({ page, trial }: Pick<ProposeBarProps, "page" | "trial">) {
  const t = useTranslations("mappings");
  if (trial === null) return null;
  const { faults, changes } = trial;
  return (
    <>
      {faults.length > 1 ? (
        <Alert tone="warning" title={t("preview.faults")}>
          <ul className="list-inside list-disc">
            {faults.map((fault) => (
              <li key={fault}>{t(`fault.${fault}`)}</li>
            ))}
          </ul>
        </Alert>
      ) : null}
      {page.version > 0 && changes.length > 0 ? (
        <Section title={t("propose.changes")} flush>
          <MappingChanges changes={changes} />
        </Section>
      ) : null}
    </>
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
        <MappingChanges changes={trial?.changes ?? []} isWhole={page.version === 0} />
      </div>
    </Dialog>
  );
}
