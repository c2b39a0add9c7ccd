"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { ReceiverSelect } from "@/components/teamwork/receiver-select";
import { useColleagues } from "@/components/teamwork/use-colleagues";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { onSend } from "@/components/ui/on-send";
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
  const common = useTranslations("common");
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
      footer={
        <>
          <DialogClose>
            <Button>{common("cancel")}</Button>
          </DialogClose>
          <Button variant="primary" pending={pending} disabled={!isReady} onClick={() => void send()}>
            {t("handOver.send")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={t("handOver.to")} required>
          <ReceiverSelect colleagues={colleagues} value={to} onValueChange={setTo} withoutAway />
        </Field>
        <Field label={t("handOver.note")} hint={t("handOver.noteHint")} required>
          <Textarea
            value={note}
            maxLength={MAX_NOTE}
            onChange={(event) => setNote(event.target.value)}
            onKeyDown={onSend(() => void send())}
          />
        </Field>
        {refusal ? <RefusalAlert refusal={refusal} /> : null}
      </div>
    </Dialog>
  );
}
