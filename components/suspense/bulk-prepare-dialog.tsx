"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { AskedSelection } from "@/contracts/bulk";
import { BULK_RESOLUTIONS } from "@/core/suspense/bulk";
import type { Resolution } from "@/core/suspense/resolutions";

const MAX_LENGTH = 4_000;

type BulkPrepareDialogProps = {
  /** Null while it is closed. */
  selection: AskedSelection | null;
  what: string;
  suggested?: Resolution | null | undefined;
  prepare: ServerCommand<{ jobNo: string; rows: number }>;
  onClose: () => void;
};

/** Asks for one resolution and one reason; what they would do to each item, the server says on the job's page. */
export function BulkPrepareDialog({ selection, what, suggested = null, prepare, onClose }: BulkPrepareDialogProps) {
  const t = useTranslations("bulk");
  return (
    <Dialog
      open={selection !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("prepare.title")}
      description={t("prepare.text")}
      size="md"
    >
      {selection ? <PrepareForm selection={selection} what={what} suggested={suggested} prepare={prepare} /> : null}
    </Dialog>
  );
}

type PrepareFormProps = {
  selection: AskedSelection;
  what: string;
  suggested: Resolution | null;
  prepare: BulkPrepareDialogProps["prepare"];
};

function PrepareForm({ selection, what, suggested, prepare }: PrepareFormProps) {
  const t = useTranslations("bulk");
  const suspense = useTranslations("suspense");
  const router = useRouter();
  const [resolution, setResolution] = useState<Resolution | null>(suggested);
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const { run, pending, refusal } = useCommand(prepare);
  const send = async () => {
    setAsked(true);
    if (resolution === null || reason.trim() === "" || pending) return;
    const done = await run({ selection, resolution, reason });
    if (done) router.push(`/suspense/bulk/${done.jobNo}`);
  };
  return (
    <Form send={send}>
      <p className="tabular font-medium text-sm">{what}</p>
      <Field
        label={t("prepare.resolution")}
        hint={resolution ? suspense(`resolution.${resolution}.sentence`) : undefined}
        error={asked && resolution === null ? t("prepare.resolutionMissing") : undefined}
        required
      >
        <Select
          options={BULK_RESOLUTIONS.map((value) => ({ value, label: suspense(`resolution.${value}.name`) }))}
          value={resolution}
          onValueChange={setResolution}
          placeholder={t("prepare.choose")}
        />
      </Field>
      <Field
        label={t("prepare.reason")}
        hint={t("prepare.reasonHint")}
        error={asked && reason.trim() === "" ? t("prepare.reasonMissing") : undefined}
        required
      >
        <Textarea rows={2} value={reason} maxLength={MAX_LENGTH} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending}>{t("prepare.submit")}</DialogSubmit>
    </Form>
  );
}
