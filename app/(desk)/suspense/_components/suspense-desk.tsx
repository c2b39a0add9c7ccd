"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { useEffect, useRef, useState } from "react";
import { DeskGrid } from "@/components/grid/desk-grid";
import type { GridControl } from "@/components/grid/types";
import { useGridFilters } from "@/components/grid/use-grid-filters";
import { useShortcut } from "@/components/shell/use-shortcut";
import type { ItemIntent } from "@/components/suspense/item-workspace";
import type { SuspenseActions } from "@/components/suspense/suspense-actions";
import { SuspenseSummary } from "@/components/suspense/suspense-summary";
import { useItemWork } from "@/components/suspense/use-item-work";
import { suspenseItemOptions } from "@/components/suspense/use-suspense-item";
import type { SuspenseRowDto, SuspenseSummaryDto } from "@/contracts/suspense-views";
import { ItemPanel } from "./item-panel";
import { QueueEmpty } from "./queue-empty";
import { QUEUE_FILTERS, QueueFilters } from "./queue-filters";
import { QueueSelectionBar } from "./queue-selection-bar";
import { QueueTabs } from "./queue-tabs";
import { useQueueSelection } from "./use-queue-selection";
import { useSuspenseColumns } from "./use-suspense-columns";

const GRID_HEIGHT = "clamp(18rem, calc(100dvh - 23.5rem), 60rem)";

type SuspenseDeskProps = { summary: SuspenseSummaryDto; me: string; actions: SuspenseActions };

/** The queue with its panel. The address holds the filters and the open item; keys act on whatever has the focus. */
export function SuspenseDesk({ summary, me, actions }: SuspenseDeskProps) {
  const t = useTranslations("suspense");
  const columns = useSuspenseColumns();
  const filters = useGridFilters(QUEUE_FILTERS);
  const withTest = filters.values.test === "1";
  const control = useRef<GridControl>(null);
  const chosen = useQueueSelection(control, filters.values);
  const [openNo, setOpenNo] = useQueryState("item", parseAsString);
  const [intent, setIntent] = useState<ItemIntent | null>(null);
  const open = useQuery({ ...suspenseItemOptions(openNo ?? ""), enabled: openNo !== null });
  const show = (row: SuspenseRowDto, wanted: ItemIntent | null = null) => {
    setIntent(wanted);
    void setOpenNo(row.itemNo);
  };
  const { changed, setFocused } = useRowWork({ actions, me, open: open.data ?? null, isOpen: openNo !== null, show });
  return (
    <div className="flex flex-col gap-3">
      <SuspenseSummary summary={summary} age={filters.values.age} withTest={withTest} />
      <QueueTabs summary={summary} withTest={withTest} onTest={(on) => filters.set("test", on ? "1" : null)} />
      <QueueFilters summary={summary} filters={filters} />
      <QueueSelectionBar state={chosen} />
      <DeskGrid
        control={control}
        onSelectionChange={chosen.chooseItems}
        onCount={chosen.setMatching}
        url="/api/grid/suspense"
        columns={columns}
        filters={filters.values}
        rowId={(row) => row.itemNo}
        onOpen={(row) => show(row)}
        openId={openNo}
        onFocusRow={setFocused}
        changedRow={changed}
        height={GRID_HEIGHT}
        ariaLabel={t("title")}
        emptyState={<QueueEmpty summary={summary} filters={filters} />}
      />
      <ItemPanel
        itemNo={openNo}
        query={open}
        actions={actions}
        me={me}
        intent={intent}
        onIntentDone={() => setIntent(null)}
        onClose={() => void setOpenNo(null)}
      />
    </div>
  );
}

type RowWork = {
  actions: SuspenseActions;
  me: string;
  open: SuspenseRowDto | null;
  isOpen: boolean;
  show: (row: SuspenseRowDto, intent: ItemIntent) => void;
};

/** The item keys for the row that the keyboard is on, while no panel is open; and the newest that is known of a row. */
function useRowWork({ actions, me, open, isOpen, show }: RowWork) {
  const client = useQueryClient();
  const [focused, setFocused] = useState<SuspenseRowDto | null>(null);
  const [changed, setChanged] = useState<SuspenseRowDto | null>(null);
  useEffect(() => {
    if (open) setChanged(open);
  }, [open]);
  const work = useItemWork(
    actions,
    me,
    (itemNo) => void client.fetchQuery(suspenseItemOptions(itemNo)).then(setChanged),
  );
  const row = changed && changed.itemNo === focused?.itemNo ? changed : focused;
  const enabled = !isOpen && row !== null;
  useShortcut("assign", () => (row && !row.isMine ? void work.claim(row) : undefined), { enabled });
  useShortcut("comment", () => (row ? show(row, "comment") : undefined), { enabled });
  useShortcut("snooze", () => (row ? show(row, "snooze") : undefined), { enabled });
  useShortcut("propose", () => (row ? show(row, "propose") : undefined), { enabled });
  return { changed, setFocused };
}
