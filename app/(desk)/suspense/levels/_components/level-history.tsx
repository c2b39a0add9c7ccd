import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { ServiceLevelVersionDto } from "@/contracts/service-levels";

/** Every version of the levels, newest first; the request of each says what it changed. */
export function LevelHistory({ history }: { history: readonly ServiceLevelVersionDto[] }) {
  const t = useTranslations("suspense");
  return (
    <Section title={t("level.history")} flush>
      <DataTable
        caption={t("level.history")}
        rows={history}
        rowKey={(one) => `${one.version}`}
        columns={[
          {
            key: "version",
            header: t("level.version"),
            rowHeader: true,
            cell: ({ version, approvalNo }) => (
              <>
                {version} {approvalNo ? <ObjectLink kind="approval" no={approvalNo} /> : null}
              </>
            ),
          },
          { key: "by", header: t("level.by"), cell: ({ madeBy }) => madeBy ?? t("level.given") },
          { key: "checkedBy", header: t("level.checkedBy"), cell: ({ checkedBy }) => checkedBy ?? "—" },
          {
            key: "reason",
            header: t("level.reason"),
            // What the desk begins with was not written by a person: it is said in the reader's language.
            cell: ({ reason, madeBy }) => (madeBy === null ? t("level.given") : reason),
          },
          { key: "at", header: t("level.at"), cell: ({ approvedAt }) => <DateTime at={approvedAt} /> },
        ]}
      />
    </Section>
  );
}
