"use client";

import { ArrowRightLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { ActionResult } from "@/contracts/action-result";
import type { ProposedTransferDto } from "@/contracts/position-views";
import { TransferForm } from "./transfer-form";

export type ProposeTransferAction = (raw: unknown) => Promise<ActionResult<{ transferNo: string; approvalNo: string }>>;
export type TransferDialogProps = {
  banks: readonly string[];
  asset: string;
  /** What the form begins with; null: empty. */
  proposal: ProposedTransferDto | null;
  reason: string;
  action: ProposeTransferAction;
};

/** Asks to move money from one reserve bank to another. */
export function TransferDialog(props: TransferDialogProps) {
  const { proposal } = props;
  const t = useTranslations("position");
  const [open, setOpen] = useState(false);
  const label = proposal && t("transfer.openThis", { from: proposal.fromBank, to: proposal.toBank });
  return (
    <>
      <Button
        size={proposal ? "sm" : undefined}
        variant={proposal ? "primary" : "secondary"}
        aria-label={label ?? undefined}
        onClick={() => setOpen(true)}
      >
        <ArrowRightLeft aria-hidden />
        {t("transfer.open")}
      </Button>
      {open ? (
        <Dialog
          open
          onOpenChange={(next) => (next ? undefined : setOpen(false))}
          title={t("transfer.title")}
          description={t("transfer.description")}
        >
          <TransferForm {...props} onDone={() => setOpen(false)} />
        </Dialog>
      ) : null}
    </>
  );
}
