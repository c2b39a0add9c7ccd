"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { Day } from "@/components/money/date-time";
import { useColleagues } from "@/components/teamwork/use-colleagues";
import type { QueueFilterState } from "./queue-filters";

const NOBODY = "-";
const TEAMS = ["mine", NOBODY] as const;

/** By team; and what a link from the load has set, said in words, each to be taken away again. */
export function LinkedFilters({ filters: { values, set } }: { filters: QueueFilterState }) {
  const t = useTranslations("suspense");
  const { team, assignee, overdue, closedOn } = values;
  const isNamed = team !== null && !TEAMS.some((known) => known === team);
  const colleagues = useColleagues(isNamed || (assignee !== null && assignee !== NOBODY));
  const teamName = colleagues?.teams.find(({ code }) => code === team)?.name ?? team ?? "";
  const personName = colleagues?.people.find(({ login }) => login === assignee)?.name ?? assignee ?? "";
  return (
    <>
      <ChoiceFilter
        label={t("filter.team")}
        any={t("filter.anyTeam")}
        options={[
          ...TEAMS.map((value) => ({
            value: value as string,
            label: t(`filter.teamIs.${value === NOBODY ? "none" : value}`),
          })),
          ...(isNamed ? [{ value: team, label: teamName }] : []),
        ]}
        value={team}
        onCommit={(next) => set("team", next)}
        className="w-27"
      />
      {assignee === null ? null : (
        <LinkedFilter onRemove={() => set("assignee", null)}>
          {assignee === NOBODY ? t("filter.withNobody") : t("filter.with", { name: personName })}
        </LinkedFilter>
      )}
      {overdue === null ? null : (
        <LinkedFilter onRemove={() => set("overdue", null)}>{t("filter.overdue")}</LinkedFilter>
      )}
      {closedOn === null ? null : (
        <LinkedFilter onRemove={() => set("closedOn", null)}>
          {t("filter.closedOn")} <Day on={closedOn} />
        </LinkedFilter>
      )}
    </>
  );
}

function LinkedFilter({ children, onRemove }: { children: React.ReactNode; onRemove: () => void }) {
  return (
    <button
      type="button"
      onClick={onRemove}
      className="inline-flex h-7 items-center gap-1 rounded-md border border-line bg-accent-soft px-2 text-ink text-sm hover:bg-hover"
    >
      {children}
      <X aria-hidden className="size-3.5 text-muted" />
    </button>
  );
}
