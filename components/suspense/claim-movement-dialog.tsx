"use client";

import { HandCoins, Trash2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import type { ClaimDto } from "@/contracts/claim-views";
import { readTypedAmount } from "@/contracts/claims";
import { formatAmount } from "@/core/money/format-money";
import type { ClaimAct } from "@/core/suspense/claim";
import { PostingPreview } from "./posting-preview";
import { ReasonField } from "./reason-field";
import { useClaimMovementPreview } from "./use-posting-preview";

type ClaimMovementDialogProps = {
  claim: ClaimDto;
  act: ClaimAct;
  propose: ServerCommand<{ approvalNo: string }>;
  onProposed: () => void;
};

/** Asks for a part of a claim, or all of it, to be noted as recovered or given up. */
export function ClaimMovementDialog(props: ClaimMovementDialogProps) {
  const { claim, act, onProposed } = props;
  const t = useTranslations("suspense");
  const [open, setOpen] = useState(false);
  const Icon = act === "RECOVERY" ? HandCoins : Trash2;
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" variant={act === "RECOVERY" ? "primary" : "secondary"}>
          <Icon aria-hidden />
          {t(`claims.act.${act}.button`)}
        </Button>
      }
      title={t(`claims.act.${act}.title`, { claimNo: claim.claimNo })}
      description={t(`claims.act.${act}.text`)}
      size="md"
    >
      {open ? (
        <MovementForm
          {...props}
          onProposed={() => {
            setOpen(false);
            onProposed();
          }}
        />
      ) : null}
    </Dialog>
  );
}

function MovementForm({ claim, act, propose, onProposed }: ClaimMovementDialogProps) {
  const t = useTranslations("suspense");
  const locale = useLocale();
  const { asset, outstandingMinor } = claim;
  const outstanding = formatAmount(BigInt(outstandingMinor), asset, locale);
  // What was on the screen when the question was opened: news that arrives meanwhile must not be agreed to unseen.
  const [seenVersion] = useState(claim.version);
  const [typed, setTyped] = useState(outstanding);
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const reasonInput = useRef<HTMLTextAreaElement>(null);
  const { run, pending, refusal } = useCommand(propose);
  const amountMinor = readTypedAmount(typed, asset)?.toString() ?? null;
  const preview = useClaimMovementPreview(claim.claimNo, claim.version, act, amountMinor);
  const send = async () => {
    setAsked(true);
    if (reason.trim() === "") return reasonInput.current?.focus();
    if (pending || amountMinor === null) return;
    const done = await run({ claimNo: claim.claimNo, expectedVersion: seenVersion, act, amountMinor, reason });
    if (done === null) return;
    notify.success(t("reopen.done", { approvalNo: done.approvalNo }), { description: t("claims.doneText") });
    onProposed();
  };
  return (
    <Form send={send}>
      <Field
        label={t("claims.amountIn", { asset })}
        hint={t("claims.amountHint", { outstanding, asset })}
        error={amountMinor === null ? t("claims.amountWrong") : undefined}
        required
      >
        <Input
          value={typed}
          inputMode="decimal"
          autoComplete="off"
          className="tabular w-48 text-right"
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <PostingPreview query={preview} waiting={amountMinor === null ? t("claims.amountWrong") : undefined} />
      <ReasonField
        value={reason}
        onChange={setReason}
        isMissing={asked && reason.trim() === ""}
        inputRef={reasonInput}
      />
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending} disabled={preview.data?.ok !== true}>
        {t("claims.submit")}
      </DialogSubmit>
    </Form>
  );
}
