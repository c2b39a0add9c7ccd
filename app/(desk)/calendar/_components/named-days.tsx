import { useTranslations } from "next-intl";
import { Section } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import type { YearDayDto } from "@/contracts/calendar";
import { type DayRun, toRuns } from "@/core/calendar/calendar-year";

/** The same in words: each holiday with its days, and the weekends that are worked for it. */
export function NamedDays({ days, isOwn }: { days: readonly YearDayDto[]; isOwn: boolean }) {
  const t = useTranslations("calendar");
  const named = days.flatMap(({ on, mark, name, isDifferent }) =>
    mark && name ? [{ on, kind: mark, name, isDifferent }] : [],
  );
  const differing = new Set(named.filter((day) => day.isDifferent).map(({ on }) => on));
  const rows = (["HOLIDAY", "WORKDAY"] as const)
    .flatMap((kind) => toRuns(named.filter((day) => day.kind === kind)).map((run) => ({ ...run, kind })))
    .toSorted((left, right) => (left.first < right.first ? -1 : 1));
  const different: Column<DayRun> = {
    key: "different",
    header: t("whose"),
    cell: ({ first, last }) => ([...differing].some((on) => first <= on && on <= last) ? t("different") : t("asChina")),
  };
  return (
    <Section title={t("named")} flush>
      <DataTable
        caption={t("named")}
        rows={rows}
        rowKey={({ first }) => first}
        columns={[
          { key: "name", header: t("name"), rowHeader: true, cell: ({ name }) => name },
          { key: "kind", header: t("kindHeader"), cell: ({ kind }) => t(`kind.${kind}`) },
          {
            key: "days",
            header: t("days"),
            className: "tabular",
            cell: ({ first, last }) => (first === last ? first : `${first} – ${last}`),
          },
          ...(isOwn ? [different] : []),
        ]}
      />
    </Section>
  );
}
