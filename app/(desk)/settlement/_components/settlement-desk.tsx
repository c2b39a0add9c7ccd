"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { DayFilter } from "@/components/grid/day-filter";
import { type BindFilter, FilteredGrid } from "@/components/grid/filtered-grid";
import { SearchFilter } from "@/components/grid/search-filter";
import type { GridControl } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import type { ServerCommand } from "@/components/refusal/use-command";
import { useSettlementColumns } from "@/components/settlement/use-settlement-columns";
import { SETTLEMENT_STEPS, type SettlementStep } from "@/contracts/settlement-moves";
import { type MovedSettlementsDto, SETTLEMENT_VIEWS } from "@/contracts/settlement-views";
import { SETTLEMENT_STATUSES } from "@/core/settlement/settlement";
import { MoveMany } from "./move-many";

const FILTERS = ["q", "status", "merchant", "on", "show"] as const;
const GRID_HEIGHT = "clamp(18rem, calc(100dvh - 18rem), 60rem)";

/** The steps that this reader's roles allow. */
export type SettlementMoves = Partial<Record<SettlementStep, ServerCommand<MovedSettlementsDto>>>;

/** Settlements with their filters in the address; x selects several to look over or let go in one go. */
export function SettlementDesk({ moves }: { moves: SettlementMoves }) {
  const t = useTranslations("settlement");
  const router = useRouter();
  const [selected, setSelected] = useState<string[]>([]);
  const [refreshKey, setRefreshKey] = useState(0);
  const control = useRef<GridControl>(null);
  const mayMove = SETTLEMENT_STEPS.some((step) => moves[step]);
  const onMoved = () => {
    control.current?.clearSelection();
    setRefreshKey(refreshKey + 1);
    router.refresh();
  };
  return (
    <FilteredGrid
      names={FILTERS}
      filters={(bind) => <FilterBar bind={bind} />}
      aside={mayMove ? <MoveMany selected={selected} moves={moves} onMoved={onMoved} /> : null}
      url="/api/grid/settlements"
      columns={useSettlementColumns({ withMerchant: true })}
      rowId={(row) => row.settlementNo}
      hrefOf={(row) => objectHref("settlement", row.settlementNo)}
      {...(mayMove ? { onSelectionChange: setSelected } : {})}
      control={control}
      refreshKey={refreshKey}
      height={GRID_HEIGHT}
      ariaLabel={t("title")}
      none={{ title: t("empty.none"), description: t("empty.noneText") }}
      noMatch={{ title: t("empty.noMatch"), description: t("empty.noMatchText") }}
    />
  );
}

function FilterBar({ bind }: { bind: BindFilter<(typeof FILTERS)[number]> }) {
  const t = useTranslations("settlement");
  return (
    <>
      <SearchFilter {...bind("q")} label={t("filter.q")} className="w-64" isMain />
      <ChoiceFilter
        {...bind("status", SETTLEMENT_STATUSES)}
        label={t("filter.status")}
        any={t("filter.anyStatus")}
        options={SETTLEMENT_STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
        className="w-40"
      />
      <SearchFilter {...bind("merchant")} label={t("filter.merchant")} className="w-44" />
      <ChoiceFilter
        {...bind("show", SETTLEMENT_VIEWS)}
        label={t("filter.show")}
        any={t("filter.all")}
        options={SETTLEMENT_VIEWS.map((value) => ({ value, label: t(`show.${value}`) }))}
        className="w-44"
      />
      <DayFilter {...bind("on")} label={t("filter.on")} />
    </>
  );
}
