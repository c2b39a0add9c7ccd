"use client";

import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { Alert } from "@/components/ui/alert";
import { StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { Dialog } from "@/components/ui/dialog";
import type { ProofDto } from "@/contracts/audit-views";

/** What the last run of every proof found. */
export function LastProof({ proof }: { proof: ProofDto | null }) {
  const t = useTranslations("home");
  if (!proof) {
    return (
      <Alert tone="neutral" title={t("proof.none")}>
        {t("proof.noneText")}
      </Alert>
    );
  }
  const failed = proof.checks.filter((check) => !check.isOk);
  const title = proof.isOk
    ? t("proof.ok", { count: proof.checks.length })
    : t("proof.failed", { count: failed.length, total: proof.checks.length });
  return (
    <Alert tone={proof.isOk ? "success" : "danger"} title={title} actions={<ProofDialog proof={proof} />}>
      {t("proof.ranAt")} <DateTime at={proof.ranAt} />
    </Alert>
  );
}

function ProofDialog({ proof }: { proof: ProofDto }) {
  const t = useTranslations("home");
  const enums = useTranslations("enums");
  const nameOf = (name: string) => (enums.has(`proof.${name}`) ? enums(`proof.${name}`) : name);
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
