import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { CalendarVersionDto } from "@/contracts/calendar";

/** Every version of a calendar, newest first; the request of each says what it changed. */
export function CalendarHistory({ history }: { history: readonly CalendarVersionDto[] }) {
  const t = useTranslations("calendar");
  return (
    <Section title={t("history.title")} flush>
      <DataTable
        caption={t("history.title")}
        rows={history}
        rowKey={(one) => `${one.version}`}
        empty={<p className="p-card text-muted text-sm">{t("history.none")}</p>}
        columns={[
          {
            key: "version",
            header: t("history.version"),
            rowHeader: true,
            cell: ({ version, approvalNo }) => (
              <>
                {version} {approvalNo ? <ObjectLink kind="approval" no={approvalNo} /> : null}
              </>
            ),
          },
          { key: "year", header: t("year"), cell: ({ year }) => `${year}` },
          {
            key: "by",
            header: t("history.by"),
            cell: ({ madeBy, isGiven }) => madeBy ?? t(isGiven ? "history.given" : "history.machine"),
          },
          { key: "checkedBy", header: t("history.checkedBy"), cell: ({ checkedBy }) => checkedBy ?? "—" },
          {
            key: "reason",
            header: t("history.reason"),
            // What no person wrote is said in the reader's language.
            cell: ({ reason, madeBy, isGiven }) =>
              madeBy === null ? t(isGiven ? "history.given" : "history.machine") : reason,
          },
          { key: "at", header: t("history.at"), cell: ({ approvedAt }) => <DateTime at={approvedAt} /> },
        ]}
      />
    </Section>
  );
}
