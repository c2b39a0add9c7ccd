import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { AdoptionPolicyDto } from "@/contracts/adoption";

const TONES = { APPROVED: "success", REJECTED: "neutral" } as const;

/** Every version that was asked for, newest first, with who asked, who decided, and why. */
export function PolicyHistory({ history }: { history: readonly AdoptionPolicyDto[] }) {
  const t = useTranslations("reconciliation");
  return (
    <Section title={t("adoption.history")} flush>
      <DataTable
        caption={t("adoption.history")}
        rows={history}
        rowKey={(policy) => `${policy.version}`}
        columns={[
          {
            key: "version",
            header: t("adoption.field.version"),
            rowHeader: true,
            cell: (policy) => <span className="tabular">{policy.version}</span>,
          },
          {
            key: "status",
            header: t("adoption.field.status"),
            className: "whitespace-nowrap",
            cell: (policy) => (
              <StatusBadge tone={TONES[policy.status]}>{t(`adoption.status.${policy.status}`)}</StatusBadge>
            ),
          },
          { key: "by", header: t("adoption.field.proposedBy"), cell: (policy) => policy.proposedBy },
          { key: "reason", header: t("adoption.field.reason"), cell: (policy) => policy.reason },
          { key: "decided", header: t("adoption.field.decidedBy"), cell: (policy) => policy.decidedBy ?? "—" },
          { key: "note", header: t("adoption.field.note"), cell: (policy) => policy.note || "—" },
          {
            key: "at",
            header: t("adoption.field.at"),
            className: "whitespace-nowrap",
            cell: (policy) => <DateTime at={policy.decidedAt ?? policy.proposedAt} />,
          },
        ]}
      />
    </Section>
  );
}
