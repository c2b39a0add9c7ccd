"use client";

import { Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { objectHref } from "@/components/object/object-href";
import type { ServerCommand } from "@/components/refusal/use-command";
import { useShortcut } from "@/components/shell/use-shortcut";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { notify } from "@/components/ui/toast";
import { AskRefundForm } from "./ask-refund-form";

export type AskedRefund = { refundNo: string; approvalNo: string };
type AskRefundDialogProps = {
  order: { readonly orderNo: string; readonly asset: string; readonly leftMinor: string };
  ask: ServerCommand<AskedRefund>;
};

/** Asks for a refund of an order; it waits for finance, and the page goes on to it. */
export function AskRefundDialog({ order, ask }: AskRefundDialogProps) {
  const t = useTranslations("refunds");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const isPossible = BigInt(order.leftMinor) > 0n;
  useShortcut("askRefund", () => setOpen(true), { enabled: isPossible });
  const onAsked = ({ refundNo, approvalNo }: AskedRefund) => {
    setOpen(false);
    notify.success(t("ask.done", { refundNo }), { description: t("ask.doneText", { approvalNo }) });
    router.push(objectHref("refund", refundNo) ?? "/refunds");
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="primary" disabled={!isPossible} title={isPossible ? undefined : t("ask.nothingLeft")}>
          <Undo2 aria-hidden />
          {t("ask.button")}
        </Button>
      }
      title={t("ask.title", { orderNo: order.orderNo })}
      description={t("ask.description")}
      size="lg"
    >
      {open ? <AskRefundForm order={order} ask={ask} onAsked={onAsked} /> : null}
    </Dialog>
  );
}
