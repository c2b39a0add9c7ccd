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
import type { ChosenDelivery } from "./deliveries";

export type DeliveryActions = { readonly waive: ServerCommand<unknown>; readonly expect: ServerCommand<unknown> };
type DeliveryDialogProps = { chosen: ChosenDelivery | null; onClose: () => void; actions: DeliveryActions };

const SHORTEST_REASON = 3;

/** Says that no statement of a day is to come, and why; or that it is expected after all. */
export function DeliveryDialog({ chosen, onClose, actions }: DeliveryDialogProps) {
  const t = useTranslations("statements");
  return (
    <Dialog
      open={chosen !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={chosen ? t("deliveries.dayOf", { channel: chosen.name, on: chosen.cell.on }) : ""}
      description={chosen ? sayState(chosen, t) : ""}
    >
      {chosen ? (
        <Choice key={`${chosen.code} ${chosen.cell.on}`} chosen={chosen} onClose={onClose} actions={actions} />
      ) : null}
    </Dialog>
  );
}

type Texts = ReturnType<typeof useTranslations<"statements">>;

function sayState({ cell }: ChosenDelivery, t: Texts): string {
  if (cell.waiver === null) return t("deliveries.dueOn", { on: cell.dueOn });
  return t("deliveries.waivedBy", { by: cell.waiver.by ?? t("file.bySystem"), reason: cell.waiver.reason });
}

function Choice({ chosen, onClose, actions }: DeliveryDialogProps & { chosen: ChosenDelivery }) {
  const t = useTranslations("statements");
  const router = useRouter();
  const isWaived = chosen.cell.waiver !== null;
  const { run, pending, refusal } = useCommand(isWaived ? actions.expect : actions.waive);
  const [reason, setReason] = useState("");
  const send = async () => {
    const day = { channel: chosen.code, settlesOn: chosen.cell.on };
    if ((await run(isWaived ? day : { ...day, reason })) === null) return;
    onClose();
    router.refresh();
  };
  const canSend = isWaived || reason.trim().length >= SHORTEST_REASON;
  return (
    <Form send={send}>
      {isWaived ? null : (
        <Field label={t("deliveries.reason")} hint={t("deliveries.reasonHint")} required>
          <Textarea value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      )}
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending} disabled={!canSend}>
        {t(isWaived ? "deliveries.expect" : "deliveries.waive")}
      </DialogSubmit>
    </Form>
  );
}
