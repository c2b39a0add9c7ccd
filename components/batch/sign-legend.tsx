"use client";

import { CircleHelp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Dialog } from "@/components/ui/dialog";

const CASES = [
  "paymentTheirs",
  "paymentOurs",
  "refundTheirs",
  "refundOurs",
  "higher",
  "lower",
  "fee",
  "duplicate",
] as const;
type Case = (typeof CASES)[number];

/** What long, short and the sign of a difference mean here: others name them from the platform's side. */
export function SignLegend() {
  const t = useTranslations("reconciliation");
  const [isOpen, setOpen] = useState(false);
  const cell = (part: "what" | "name" | "sign"): Column<Case> => ({
    key: part,
    header: t(`signs.${part}`),
    cell: (each) => t(`signs.case.${each}.${part}`),
    rowHeader: part === "what",
    className: part === "what" ? "" : "whitespace-nowrap",
  });
  return (
    <>
      <Button size="sm" variant="ghost" onClick={() => setOpen(true)}>
        <CircleHelp aria-hidden />
        {t("signs.open")}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t("signs.title")}
        description={t("signs.description")}
        size="md"
      >
        <div className="flex flex-col gap-3">
          <div className="rounded-lg border border-line">
            <DataTable
              caption={t("signs.title")}
              rows={CASES}
              rowKey={(each) => each}
              columns={[cell("what"), cell("name"), cell("sign")]}
            />
          </div>
          <p className="text-muted text-sm">{t("signs.waiting")}</p>
        </div>
      </Dialog>
    </>
  );
}
