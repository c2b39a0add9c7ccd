"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState, useQueryStates } from "nuqs";
import { useRef, useState } from "react";
import type { GridControl } from "@/components/grid/types";
import { useGridFilters } from "@/components/grid/use-grid-filters";
import type { BulkServer } from "@/components/suspense/bulk-actions";
import type { ItemIntent } from "@/components/suspense/item-workspace";
import type { SuspenseActions } from "@/components/suspense/suspense-actions";
import { suspenseItemOptions } from "@/components/suspense/use-suspense-item";
import { Later } from "@/components/ui/later";
import { useLoadWhenIdle } from "@/components/ui/load-when-idle";
import { Worklist } from "@/components/worklist/worklist";
import type { SuspenseRowDto, SuspenseSummaryDto } from "@/contracts/suspense-views";
import { ExportAll } from "./export-all";
import { QueueEmpty } from "./queue-empty";
import { QUEUE_FILTERS } from "./queue-filters";
import { QueueHead, QueueHeadRoom } from "./queue-head";
import { QueueSelectionBar } from "./queue-selection-bar";
import { useQueueSelection } from "./use-queue-selection";
import { useNews, useReadAhead, useRowWork } from "./use-row-work";
import { useSuspenseColumns } from "./use-suspense-columns";
import { ViewsMenu, type ViewsServer } from "./views-menu";

const GRID_HEIGHT = "clamp(18rem, calc(100dvh - 23.5rem), 60rem)";

const loadPanel = () => import("./item-panel");
const loadBulk = () => import("./queue-bulk");
const loadWhatKeysOpen = () => Promise.all([loadPanel(), loadBulk()]);
const ItemPanel = dynamic(() => loadPanel().then((module) => module.ItemPanel), { ssr: false });
const QueueBulk = dynamic(() => loadBulk().then((module) => module.QueueBulk), { ssr: false });

type SuspenseDeskProps = {
  summary: Promise<SuspenseSummaryDto>;
  me: string;
  actions: SuspenseActions;
  bulk: BulkServer;
  views: ViewsServer;
  mayPropose: boolean;
};

/** The queue with its panel. The address holds the filters and the open item; keys act on whatever has the focus. */
export function SuspenseDesk({ summary, me, actions, bulk, views, mayPropose }: SuspenseDeskProps) {
  const t = useTranslations("suspense");
  const [{ sort, hide }] = useQueryStates({ sort: parseAsString, hide: parseAsString });
  const columns = useSuspenseColumns(hide);
  const filters = useGridFilters(QUEUE_FILTERS);
  const control = useRef<GridControl>(null);
  const chosen = useQueueSelection(control, filters.values);
  const [openNo, setOpenNo] = useQueryState("item", parseAsString);
  const [intent, setIntent] = useState<ItemIntent | null>(null);
  const open = useQuery({ ...suspenseItemOptions(openNo ?? ""), enabled: openNo !== null });
  const show = (row: SuspenseRowDto, wanted: ItemIntent | null = null) => {
    setIntent(wanted);
    void setOpenNo(row.itemNo);
  };
  const shown = open.data ?? null;
  const isOpen = openNo !== null;
  const { changed, focused, setFocused } = useRowWork({ actions, me, control, open: shown, isOpen, show });
  // Kept after it was closed, so that it can go as it came.
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  useLoadWhenIdle(loadWhatKeysOpen);
  useNews(shown, control);
  useReadAhead(control, openNo, open.isSuccess, focused?.itemNo ?? null);
  return (
    <div className="flex flex-col gap-3">
      <Later fallback={<QueueHeadRoom />}>
        <QueueHead
          summary={summary}
          filters={filters}
          aside={
            <>
              <ViewsMenu server={views} />
              <ExportAll filters={filters.values} send={bulk.export} />
            </>
          }
        />
      </Later>
      <QueueSelectionBar state={chosen}>
        <QueueBulk state={chosen} server={bulk} mayPropose={mayPropose} />
      </QueueSelectionBar>
      <Worklist
        control={control}
        onSelectionChange={chosen.chooseItems}
        onCount={chosen.setMatching}
        url="/api/grid/suspense"
        columns={columns}
        filters={{ ...filters.values, sort }}
        rowId={(row) => row.itemNo}
        onOpen={(row) => show(row)}
        openId={openNo}
        onFocusRow={setFocused}
        changedRow={changed}
        height={GRID_HEIGHT}
        ariaLabel={t("title")}
        emptyState={<QueueEmpty filters={filters} />}
      />
      {wasOpen ? (
        <ItemPanel
          itemNo={openNo}
          query={open}
          actions={actions}
          me={me}
          intent={intent}
          onIntentDone={() => setIntent(null)}
          onClose={() => void setOpenNo(null)}
        />
      ) : null}
    </div>
  );
}
