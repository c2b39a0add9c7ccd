"use client";

import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { ObjectLink } from "@/components/object/object-link";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Form } from "@/components/ui/form";
import { notify } from "@/components/ui/toast";
import type { ReopeningPreviewDto } from "@/contracts/claim-views";
import type { SuspenseItemDto } from "@/contracts/suspense-views";
import { PostingPreview } from "./posting-preview";
import { ReasonField } from "./reason-field";
import type { SuspenseActions } from "./suspense-actions";
import { useReopeningPreview } from "./use-posting-preview";

type ReopenDialogProps = { item: SuspenseItemDto; reopen: SuspenseActions["reopen"]; onProposed: () => void };

/** Asks for a resolution to be taken back: shows what would be reversed, and wants to know why. */
export function ReopenDialog({ item, reopen, onProposed }: ReopenDialogProps) {
  const t = useTranslations("suspense");
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm">
          <Undo2 aria-hidden />
          {t("reopen.button")}
        </Button>
      }
      title={t("reopen.title", { itemNo: item.itemNo })}
      description={t("reopen.text")}
      size="md"
    >
      {open ? (
        <ReopenForm
          item={item}
          reopen={reopen}
          onProposed={() => {
            setOpen(false);
            onProposed();
          }}
        />
      ) : null}
    </Dialog>
  );
}

function ReopenForm({ item, reopen, onProposed }: ReopenDialogProps) {
  const t = useTranslations("suspense");
  // What was on the screen when the question was opened: news that arrives meanwhile must not be agreed to unseen.
  const [seenVersion] = useState(item.version);
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const reasonInput = useRef<HTMLTextAreaElement>(null);
  const { run, pending, refusal } = useCommand(reopen);
  const preview = useReopeningPreview(item.itemNo, item.version, true);
  const send = async () => {
    setAsked(true);
    if (reason.trim() === "") return reasonInput.current?.focus();
    if (pending) return;
    const done = await run({ itemNo: item.itemNo, expectedVersion: seenVersion, reason });
    if (done === null) return;
    notify.success(t("reopen.done", { approvalNo: done.approvalNo }), { description: t("reopen.doneText") });
    onProposed();
  };
  return (
    <Form send={send}>
      <PostingPreview query={preview} effects={(planned) => <TakenBack preview={planned} />} />
      <ReasonField
        value={reason}
        onChange={setReason}
        isMissing={asked && reason.trim() === ""}
        inputRef={reasonInput}
      />
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending} disabled={preview.data?.ok !== true}>
        {t("reopen.submit")}
      </DialogSubmit>
    </Form>
  );
}

/** What goes back with the voucher: the order, the refund or the claim that the resolution had made. */
function TakenBack({ preview: { order, refundNo, claimNo } }: { preview: ReopeningPreviewDto }) {
  const t = useTranslations("suspense");
  const enums = useTranslations("enums");
  const link = (kind: string, no: string) => () => <ObjectLink kind={kind} no={no} className="underline" />;
  return (
    <>
      {order ? (
        <li>{t.rich("reopen.order", { no: link("order", order.no), to: enums(`orderStatus.${order.to}`) })}</li>
      ) : null}
      {refundNo ? <li>{t.rich("reopen.refund", { no: link("refund", refundNo) })}</li> : null}
      {claimNo ? <li>{t.rich("reopen.claim", { no: link("claim", claimNo) })}</li> : null}
      <li>{t("reopen.item")}</li>
    </>
  );
}
