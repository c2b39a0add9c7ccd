"use client";

import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { ActDialog } from "@/components/refusal/act-dialog";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
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
  const { approvalNo, version } = approval;
  return (
    <ActDialog
      act={useCommand(withdraw)}
      toInput={() => ({ approvalNo, expectedVersion: version })}
      trigger={
        <Button size="sm">
          <Undo2 aria-hidden />
          {t("withdraw.button")}
        </Button>
      }
      title={t("withdraw.title", { approvalNo })}
      description={t(DECISION_TEXTS[effect].withdraws)}
      submit={t("withdraw.button")}
      onDone={() => {
        notify.success(t(DECISION_TEXTS[effect].withdrawn, { approvalNo }));
        onWithdrawn();
      }}
    />
  );
}
