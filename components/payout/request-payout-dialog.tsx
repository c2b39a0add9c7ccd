"use client";

import { Banknote } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ServerCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { RequestPayoutForm } from "./request-payout-form";

export type RequestedPayoutDto = {
  readonly payoutNo: string;
  readonly status: string;
  readonly approvalNo: string | null;
};
export type RequestPayoutProps = {
  /** Where it is asked for on a merchant's page; otherwise the reader types the number. */
  merchantNo?: string | undefined;
  request: ServerCommand<RequestedPayoutDto>;
};

/** Asks for a payout to a merchant. */
export function RequestPayoutDialog({ merchantNo, request }: RequestPayoutProps) {
  const t = useTranslations("payouts");
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant={merchantNo === undefined ? "primary" : "secondary"}>
          <Banknote aria-hidden />
          {t("ask.button")}
        </Button>
      }
      title={merchantNo === undefined ? t("ask.title") : t("ask.titleOf", { merchantNo })}
      description={t("ask.text")}
      size="md"
    >
      {open ? <RequestPayoutForm merchantNo={merchantNo} request={request} onDone={() => setOpen(false)} /> : null}
    </Dialog>
  );
}
