"use client";

import { Printer } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

/** Prints the sheet that the page carries for paper; what is on screen stays off it. */
export function PrintButton() {
  const t = useTranslations("ledger");
  return (
    <Button onClick={() => window.print()}>
      <Printer aria-hidden />
      {t("voucher.print")}
    </Button>
  );
}
