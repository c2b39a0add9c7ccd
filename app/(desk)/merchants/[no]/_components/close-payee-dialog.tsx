"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import type { PayeeAccountDto } from "@/contracts/administration";
import type { PayeeActions } from "./payee-accounts";

/** Asks that nothing is paid to an account any more. */
export function ClosePayeeDialog({ account, close }: { account: PayeeAccountDto; close: PayeeActions["close"] }) {
  const t = useTranslations("merchants");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const { run, pending, refusal } = useCommand(close);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    const done = await run({ accountRef: account.accountRef, expectedVersion: account.version, reason });
    if (done === null) return;
    notify.success(t("settings.proposed", { approvalNo: done.approvalNo }), {
      description: t("settings.proposedText"),
    });
    setOpen(false);
    router.refresh();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="sm">{t("payees.close")}</Button>}
      title={t("payees.closeTitle", { no: account.maskedNo })}
      description={t("payees.closeText")}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t("settings.reason")} required>
          <Textarea rows={2} maxLength={4_000} value={reason} onChange={({ target }) => setReason(target.value)} />
        </Field>
        {refusal ? <RefusalAlert refusal={refusal} /> : null}
        <DialogSubmit pending={pending}>{t("payees.submit")}</DialogSubmit>
      </form>
    </Dialog>
  );
}
