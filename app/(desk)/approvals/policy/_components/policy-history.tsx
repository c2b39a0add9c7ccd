import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { PolicyVersionDto } from "@/contracts/approval-policy";

/** Every version of the rules, newest first; each request names the one that it was asked by. */
export function PolicyHistory({ history }: { history: readonly PolicyVersionDto[] }) {
  const t = useTranslations("approvals");
  return (
    <Section title={t("policy.history")} flush>
      <DataTable
        caption={t("policy.history")}
        rows={history}
        rowKey={(one) => `${one.version}`}
        columns={[
          {
            key: "version",
            header: t("policy.history"),
            rowHeader: true,
            cell: ({ version, approvalNo }) => (
              <>
                {t("policy.version", { version })} {approvalNo ? <ObjectLink kind="approval" no={approvalNo} /> : null}
              </>
            ),
          },
          { key: "by", header: t("policy.by"), cell: ({ madeBy }) => madeBy ?? t("policy.given") },
          { key: "checkedBy", header: t("policy.checkedBy"), cell: ({ checkedBy }) => checkedBy ?? "—" },
          {
            key: "reason",
            header: t("policy.reasonColumn"),
            // What the desk begins with was not written by a person: it is said in the reader's language.
            cell: ({ reason, madeBy }) => (madeBy === null ? t("policy.given") : reason),
          },
          { key: "at", header: t("policy.at"), cell: ({ approvedAt }) => <DateTime at={approvedAt} /> },
        ]}
      />
    </Section>
  );
}
