"use client";

import { useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { Dialog } from "@/components/ui/dialog";
import type { ProofDto } from "@/contracts/audit-views";
import { useProofName } from "./use-proof-name";

/** Every check of the last full proof, those that failed first. */
export function ProofDialog({ proof }: { proof: ProofDto }) {
  const t = useTranslations("home");
  const nameOf = useProofName();
  const rows = [...proof.checks].sort((left, right) => Number(left.isOk) - Number(right.isOk));
  return (
    <Dialog
      size="lg"
      title={t("proof.title")}
      description={t("proof.description")}
      trigger={<Button size="sm">{t("proof.open")}</Button>}
    >
      <DataTable
        caption={t("proof.title")}
        rows={rows}
        rowKey={(check) => check.name}
        columns={[
          { key: "name", header: t("proof.what"), rowHeader: true, cell: (check) => nameOf(check.name) },
          {
            key: "ok",
            header: t("proof.outcome"),
            cell: (check) => (
              <StatusBadge tone={check.isOk ? "success" : "danger"}>
                {t(check.isOk ? "proof.holds" : "proof.broken")}
              </StatusBadge>
            ),
          },
          { key: "figure", header: t("proof.figure"), cell: (check) => check.figure, className: "text-muted" },
        ]}
      />
    </Dialog>
  );
}
