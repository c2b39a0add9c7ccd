"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { useCommand } from "@/components/refusal/use-command";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Form } from "@/components/ui/form";
import { RadioCards } from "@/components/ui/radio-cards";
import { notify } from "@/components/ui/toast";
import type { ResolutionChoice } from "@/contracts/suspense";
import type { PreviewResultDto, SuspenseItemDto } from "@/contracts/suspense-views";
import { CounterpartField, OrderField, PairField } from "./choice-fields";
import { ChoicePreview } from "./choice-preview";
import { ReasonField } from "./reason-field";
import type { SuspenseActions } from "./suspense-actions";
import { useResolutionPreview } from "./use-suspense-item";

type ProposeDialogProps = {
  item: SuspenseItemDto;
  /** What it opens with; null while it is closed. */
  initial: Partial<ResolutionChoice> | null;
  propose: SuspenseActions["propose"];
  onClose: () => void;
  onProposed: () => void;
};

/** Asks for a resolution. It sends a choice and a reason; what that posts, the server says, here and again later. */
export function ProposeDialog({ item, initial, propose, onClose, onProposed }: ProposeDialogProps) {
  const t = useTranslations("suspense");
  return (
    <Dialog
      open={initial !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("propose.title", { itemNo: item.itemNo })}
      description={t("propose.text")}
      size="lg"
    >
      {initial ? (
        <ProposeForm
          key={item.itemNo}
          item={item}
          initial={initial}
          propose={propose}
          onClose={onClose}
          onProposed={onProposed}
        />
      ) : null}
    </Dialog>
  );
}

type ProposeFormProps = ProposeDialogProps & { initial: Partial<ResolutionChoice> };

function ProposeForm({ item, initial, propose, onClose, onProposed }: ProposeFormProps) {
  const t = useTranslations("suspense");
  // What was on the screen when the question was opened: news that arrives meanwhile must not be agreed to unseen.
  const [seenVersion] = useState(item.version);
  const [choice, setChoice] = useState(initial);
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const reasonInput = useRef<HTMLTextAreaElement>(null);
  const { run, pending, refusal } = useCommand(propose);
  const complete = completeChoice(item, choice);
  const preview = useResolutionPreview(item.itemNo, item.version, complete);
  const send = async () => {
    setAsked(true);
    if (reason.trim() === "") return reasonInput.current?.focus();
    if (!complete || pending) return;
    const done = await run({ itemNo: item.itemNo, expectedVersion: seenVersion, choice: complete, reason });
    if (done === null) return;
    notify.success(t("propose.done", { approvalNo: done.approvalNo }), { description: t("propose.doneText") });
    onClose();
    onProposed();
  };
  return (
    <Form send={send} className="grid gap-x-6 gap-y-4 md:grid-cols-[minmax(0,19rem)_minmax(0,1fr)]">
      <AllowedResolutions item={item} choice={choice} onChange={setChoice} />
      <div className="flex min-w-0 flex-col gap-4">
        <ChosenNumber item={item} choice={choice} onChange={setChoice} />
        <ChoicePreview isComplete={complete !== null} query={preview} />
        <ReasonField
          value={reason}
          onChange={setReason}
          isMissing={asked && reason.trim() === ""}
          inputRef={reasonInput}
        />
        {refusal ? <RefusalAlert refusal={refusal} /> : null}
        <DialogSubmit pending={pending} disabled={!isReady(preview.data)}>
          {t("propose.submit")}
        </DialogSubmit>
      </div>
    </Form>
  );
}

/** Planned, and with what the playbook wants to see: what is missing stands in the preview. */
function isReady(planned: PreviewResultDto | undefined): boolean {
  return planned?.ok === true && planned.preview.evidence.every(({ isMet }) => isMet);
}

type ChoiceProps = {
  item: SuspenseItemDto;
  choice: Partial<ResolutionChoice>;
  onChange: (choice: Partial<ResolutionChoice>) => void;
};

/** What the playbook allows for this item, each explained in a sentence. */
function AllowedResolutions({ item, choice, onChange }: ChoiceProps) {
  const t = useTranslations("suspense");
  return (
    <RadioCards
      legend={t("propose.resolution")}
      options={item.allowed.map((value) => ({
        value,
        label: t(`resolution.${value}.name`),
        hint: t(`resolution.${value}.sentence`),
      }))}
      value={choice.resolution ?? null}
      onValueChange={(resolution) => onChange({ ...choice, resolution })}
    />
  );
}

/** The number that the chosen resolution needs, if it needs one. */
function ChosenNumber({ item, choice, onChange }: ChoiceProps) {
  const { orderNo, counterpartNo } = choice;
  if (needsOrder(item, choice)) {
    return <OrderField item={item} value={orderNo ?? ""} onChange={(no) => onChange({ ...choice, orderNo: no })} />;
  }
  if (choice.resolution === "MATCH_BY_HAND") {
    const toChoice = (no: string) =>
      ITEM_NO.test(no.trim()) ? { counterpartNo: no, orderNo: null } : { counterpartNo: null, orderNo: no };
    return (
      <PairField
        item={item}
        value={counterpartNo ?? orderNo ?? ""}
        onChange={(no) => onChange({ ...choice, ...toChoice(no) })}
      />
    );
  }
  if (choice.resolution !== "OFFSET") return null;
  return (
    <CounterpartField
      item={item}
      value={counterpartNo ?? ""}
      onChange={(no) => onChange({ ...choice, counterpartNo: no })}
    />
  );
}

/** How suspense items are numbered; whatever else is typed is an order's number. */
const ITEM_NO = /^SU\d{14,}$/;

/** Only a payment without an order of ours is booked to an order of one's choice. */
function needsOrder(item: SuspenseItemDto, { resolution }: Partial<ResolutionChoice>): boolean {
  return resolution === "BOOK_TO_ORDER" && item.kind === "LONG";
}

/** The choice as it is sent, with no number that its resolution does not use; null while something is missing. */
function completeChoice(item: SuspenseItemDto, choice: Partial<ResolutionChoice>): ResolutionChoice | null {
  const { resolution } = choice;
  const [orderNo, counterpartNo] = [choice.orderNo?.trim() ?? "", choice.counterpartNo?.trim() ?? ""];
  if (!resolution) return null;
  if (needsOrder(item, choice)) return orderNo === "" ? null : { resolution, orderNo };
  if (resolution === "MATCH_BY_HAND") {
    if (counterpartNo !== "") return { resolution, counterpartNo };
    return orderNo === "" ? null : { resolution, orderNo };
  }
  if (resolution === "OFFSET") return counterpartNo === "" ? null : { resolution, counterpartNo };
  return { resolution };
}
