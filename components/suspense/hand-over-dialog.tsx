"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { ReceiverSelect } from "@/components/teamwork/receiver-select";
import { useColleagues } from "@/components/teamwork/use-colleagues";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import type { SuspenseItemDto } from "@/contracts/suspense-views";
import type { ReceiverInput } from "@/contracts/teamwork";

const MAX_NOTE = 4_000;

type HandOverDialogProps = {
  item: SuspenseItemDto;
  open: boolean;
  onClose: () => void;
  handOver: ServerCommand<{ to: string }>;
  onHandedOver: () => void;
};

/** To whom, and what they have to know: the note stays on top of the item until it is read. */
export function HandOverDialog({ item, open, onClose, handOver, onHandedOver }: HandOverDialogProps) {
  const t = useTranslations("suspense");
  const colleagues = useColleagues(open);
  const [to, setTo] = useState<ReceiverInput | null>(null);
  const [note, setNote] = useState("");
  const { run, pending, refusal, reset } = useCommand(handOver);
  const isReady = to !== null && note.trim() !== "";
  const close = () => {
    reset();
    onClose();
  };
  const send = async () => {
    if (!isReady || pending) return;
    const done = await run({ itemNo: item.itemNo, expectedVersion: item.version, to, note });
    if (done === null) return;
    setTo(null);
    setNote("");
    close();
    notify.success(t("handOver.done", { itemNo: item.itemNo, to: done.to }));
    onHandedOver();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : close())}
      title={t("handOver.title")}
      description={t("handOver.description")}
    >
      <Form send={send}>
        <Field label={t("handOver.to")} required>
          <ReceiverSelect colleagues={colleagues} value={to} onValueChange={setTo} withoutAway />
        </Field>
        <Field label={t("handOver.note")} hint={t("handOver.noteHint")} required>
          <Textarea value={note} maxLength={MAX_NOTE} onChange={(event) => setNote(event.target.value)} />
        </Field>
        {refusal ? <RefusalAlert refusal={refusal} /> : null}
        <DialogSubmit pending={pending} disabled={!isReady}>
          {t("handOver.send")}
        </DialogSubmit>
      </Form>
    </Dialog>
  );
}
