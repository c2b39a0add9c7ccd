"use client";

import { Pencil } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Input, Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import type { ActionResult } from "@/contracts/action-result";
import type { PlaceDto } from "@/contracts/position-views";
import { scaleOf } from "@/core/money/format-money";
import { toDecimalString } from "@/core/money/parse-money";
import { toMinor } from "./typed-amount";

export type ProposeMinimumAction = (raw: unknown) => Promise<ActionResult<{ no: string; approvalNo: string }>>;
type MinimumDialogProps = { bank: PlaceDto; action: ProposeMinimumAction };

/** Asks for another minimum line of one reserve account. */
export function MinimumDialog({ bank, action }: MinimumDialogProps) {
  const t = useTranslations("position");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="sm"
        aria-label={t("minimums.changeOf", { bank: `${bank.code} ${bank.asset}` })}
        onClick={() => setOpen(true)}
      >
        <Pencil aria-hidden />
        {t("minimums.change")}
      </Button>
      {open ? (
        <Dialog
          open
          onOpenChange={(next) => (next ? undefined : setOpen(false))}
          title={t("minimums.dialog", { bank: `${bank.code} ${bank.asset}` })}
          description={t("minimums.dialogText")}
        >
          <MinimumForm bank={bank} action={action} onDone={() => setOpen(false)} />
        </Dialog>
      ) : null}
    </>
  );
}

function MinimumForm({ bank, action, onDone }: MinimumDialogProps & { onDone: () => void }) {
  const { accountNo, asset, version } = bank;
  const t = useTranslations("position");
  const router = useRouter();
  const [amount, setAmount] = useState(toDecimalString(BigInt(bank.minimumMinor ?? "0"), scaleOf(asset)));
  const [reason, setReason] = useState("");
  const { run, pending, refusal } = useCommand(action);
  const minimumMinor = toMinor(amount, asset);
  const isReady = minimumMinor !== null && minimumMinor !== (bank.minimumMinor ?? "0") && reason.trim() !== "";
  const submit = async () => {
    if (pending || !isReady) return;
    const done = await run({ accountNo, expectedVersion: version, minimumMinor, reason });
    if (done === null) return;
    notify.success(t("minimums.proposed", { approvalNo: done.approvalNo }));
    onDone();
    router.refresh();
  };
  return (
    <Form send={submit}>
      <Field
        label={t("minimums.amount", { asset })}
        hint={t("minimums.amountHint")}
        error={amount !== "" && minimumMinor === null ? t("whatIf.amountWrong") : undefined}
        required
      >
        <Input inputMode="decimal" value={amount} onChange={({ target }) => setAmount(target.value)} />
      </Field>
      <Field label={t("minimums.reason")} hint={t("minimums.reasonHint")} required>
        <Textarea rows={2} value={reason} maxLength={4_000} onChange={({ target }) => setReason(target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending} disabled={!isReady}>
        {t("minimums.submit")}
      </DialogSubmit>
    </Form>
  );
}
