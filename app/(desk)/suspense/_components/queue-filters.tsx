"use client";

import { useTranslations } from "next-intl";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { SearchFilter } from "@/components/grid/search-filter";
import type { useGridFilters } from "@/components/grid/use-grid-filters";
import { Button } from "@/components/ui/button";
import { SUSPENSE_AGES, type SuspenseSummaryDto } from "@/contracts/suspense-views";
import { BREAK_KINDS } from "@/core/suspense/item";
import { GroupChip } from "./group-chip";
import { LinkedFilters } from "./linked-filters";

export const QUEUE_FILTERS = [
  "status",
  "kind",
  "direction",
  "channel",
  "age",
  "merchant",
  "assignee",
  "team",
  "overdue",
  "closedOn",
  "group",
  "q",
  "test",
] as const;
export type QueueFilterState = ReturnType<typeof useGridFilters<(typeof QUEUE_FILTERS)[number]>>;

const DIRECTIONS = ["SHORT", "LONG"] as const;

/** Without a summary the filters work, and the names of channels and merchants follow. */
type QueueFiltersProps = { summary: SuspenseSummaryDto | null; filters: QueueFilterState };

export function QueueFilters({ summary, filters }: QueueFiltersProps) {
  const t = useTranslations("suspense");
  const enums = useTranslations("enums");
  const common = useTranslations("common");
  const { values, set, clear, isFiltered } = filters;
  const merchants = (summary?.merchants ?? []).map(({ no, name, count }) => ({ value: no, label: name, hint: count }));
  // A merchant that was linked to may have nothing open any more, and is still what the list is filtered by.
  const isListed = values.merchant === null || merchants.some((merchant) => merchant.value === values.merchant);
  const others = isListed ? [] : [{ value: values.merchant ?? "", label: values.merchant ?? "" }];
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchFilter value={values.q} onCommit={(q) => set("q", q)} label={t("filter.text")} className="w-44" isMain />
      <ChoiceFilter
        label={t("column.kind")}
        any={t("filter.anyKind")}
        options={BREAK_KINDS.map((value) => ({ value, label: enums(`outcome.${value}`) }))}
        value={BREAK_KINDS.find((kind) => kind === values.kind) ?? null}
        onCommit={(kind) => set("kind", kind)}
        className="w-34"
      />
      <ChoiceFilter
        label={t("filter.direction")}
        any={t("filter.anyDirection")}
        options={DIRECTIONS.map((value) => ({ value, label: enums(`direction.${value}`) }))}
        value={DIRECTIONS.find((direction) => direction === values.direction) ?? null}
        onCommit={(direction) => set("direction", direction)}
        className="w-34"
      />
      <ChoiceFilter
        label={t("column.channel")}
        any={t("filter.anyChannel")}
        options={(summary?.channels ?? []).map(({ no, name }) => ({ value: no, label: name }))}
        value={values.channel}
        onCommit={(channel) => set("channel", channel)}
        className="w-34"
      />
      <ChoiceFilter
        label={t("column.age")}
        any={t("filter.anyAge")}
        options={SUSPENSE_AGES.map((value) => ({ value, label: t(`band.${value}`) }))}
        value={SUSPENSE_AGES.find((age) => age === values.age) ?? null}
        onCommit={(age) => set("age", age)}
        className="w-30"
      />
      <ChoiceFilter
        label={t("column.merchant")}
        any={t("filter.anyMerchant")}
        options={[...others, ...merchants]}
        value={values.merchant}
        onCommit={(merchant) => set("merchant", merchant)}
        className="w-38"
      />
      <LinkedFilters filters={filters} />
      <GroupChip group={values.group} onClear={() => set("group", null)} />
      {isFiltered ? (
        <Button size="sm" variant="ghost" onClick={clear}>
          {common("clearFilters")}
        </Button>
      ) : null}
    </div>
  );
}
