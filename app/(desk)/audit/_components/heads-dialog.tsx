"use client";

import { Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { DataTable } from "@/components/ui/data-table";
import { Dialog } from "@/components/ui/dialog";
import type { AuditHeadDto } from "@/contracts/audit-views";
import { useAuditWords } from "./use-audit-words";

/** Where each chain ends now. */
export function HeadsDialog({ heads }: { heads: readonly AuditHeadDto[] }) {
  const t = useTranslations("audit");
  const words = useAuditWords();
  return (
    <Dialog
      size="lg"
      title={t("heads.title")}
      description={t("heads.description")}
      trigger={
        <Button size="sm">
          <Link2 aria-hidden />
          {t("heads.open", { count: heads.length })}
        </Button>
      }
    >
      <DataTable
        caption={t("heads.title")}
        rows={heads}
        rowKey={(head) => head.stream}
        columns={[
          {
            key: "stream",
            header: t("heads.stream"),
            rowHeader: true,
            cell: ({ stream }) => words.objectType(stream),
          },
          { key: "seq", header: t("heads.length"), align: "end", cell: (head) => head.seq },
          { key: "at", header: t("heads.at"), cell: (head) => <DateTime at={head.at} seconds /> },
          {
            key: "hash",
            header: t("heads.hash"),
            cell: (head) => (
              <span className="inline-flex items-center gap-1">
                <span title={head.hash} className="font-mono text-xs">
                  {head.hash.slice(0, 24)}…
                </span>
                <CopyButton text={head.hash} what={t("heads.hash")} />
              </span>
            ),
          },
        ]}
      />
    </Dialog>
  );
}
