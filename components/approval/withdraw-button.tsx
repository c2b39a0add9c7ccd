"use client";

import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { notify } from "@/components/ui/toast";
import { type ApprovalEffect, DECISION_TEXTS } from "./decision-texts";

type WithdrawButtonProps = {
  approval: { readonly approvalNo: string; readonly version: number };
  effect: ApprovalEffect;
  withdraw: ServerCommand<unknown>;
  onWithdrawn: () => void;
};

/** Takes one's own request back, after asking: its signatures are lost with it. */
export function WithdrawButton({ approval, effect, withdraw, onWithdrawn }: WithdrawButtonProps) {
  const t = useTranslations("approvals");
  const common = useTranslations("common");
  const [open, setOpen] = useState(false);
  const { run, pending, refusal, reset } = useCommand(withdraw);
  const { approvalNo, version } = approval;
  const onOpenChange = (next: boolean) => {
    if (next) reset();
    setOpen(next);
  };
  const send = async () => {
    if ((await run({ approvalNo, expectedVersion: version })) === null) return;
    setOpen(false);
    notify.success(t(DECISION_TEXTS[effect].withdrawn, { approvalNo }));
    onWithdrawn();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      trigger={
        <Button size="sm">
          <Undo2 aria-hidden />
          {t("withdraw.button")}
        </Button>
      }
      title={t("withdraw.title", { approvalNo })}
      description={t(DECISION_TEXTS[effect].withdraws)}
      footer={
        <>
          <DialogClose>
            <Button>{common("cancel")}</Button>
          </DialogClose>
          <Button variant="primary" pending={pending} onClick={() => void send()}>
            {t("withdraw.button")}
          </Button>
        </>
      }
    >
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
    </Dialog>
  );
}
