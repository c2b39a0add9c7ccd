"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { DeskGrid } from "@/components/grid/desk-grid";
import { SearchFilter } from "@/components/grid/search-filter";
import type { GridControl } from "@/components/grid/types";
import { useGridFilters } from "@/components/grid/use-grid-filters";
import type { ServerCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { ApprovalTab, ApprovedManyDto } from "@/contracts/approval-views";
import { ApproveMany } from "./approve-many";
import { useApprovalColumns } from "./use-approval-columns";

const FILTERS = ["q", "merchant"] as const;
const GRID_HEIGHT = "clamp(18rem, calc(100dvh - 18.25rem), 60rem)";

type ApprovalInboxProps = { tab: ApprovalTab; approve: ServerCommand<ApprovedManyDto>; mayApprove: boolean };

/** Requests with the keyboard on them: j and k move, Enter opens one, x selects several to approve in one go. */
export function ApprovalInbox({ tab, approve, mayApprove }: ApprovalInboxProps) {
  const t = useTranslations("approvals");
  const common = useTranslations("common");
  const router = useRouter();
  const columns = useApprovalColumns(tab);
  const [selected, setSelected] = useState<string[]>([]);
  const [refreshKey, setRefreshKey] = useState(0);
  const control = useRef<GridControl>(null);
  const filters = useGridFilters(FILTERS);
  const isWaiting = tab === "me" || tab === "all";
  const onApproved = () => {
    control.current?.clearSelection();
    setRefreshKey(refreshKey + 1);
    router.refresh();
  };
  const { values, set, clear, isFiltered } = filters;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <SearchFilter value={values.q} onCommit={(q) => set("q", q)} label={t("filter.text")} className="w-64" isMain />
        {isFiltered ? (
          <Button size="sm" variant="ghost" onClick={clear}>
            {common("clearFilters")}
          </Button>
        ) : null}
        {isWaiting && mayApprove ? <ApproveMany selected={selected} approve={approve} onApproved={onApproved} /> : null}
      </div>
      <DeskGrid
        url="/api/grid/approvals"
        columns={columns}
        filters={{ ...values, tab }}
        rowId={(row) => row.approvalNo}
        {...(isWaiting && mayApprove ? { onSelectionChange: setSelected } : {})}
        control={control}
        refreshKey={refreshKey}
        onOpen={(row) => router.push(`/approvals/${row.approvalNo}`)}
        height={GRID_HEIGHT}
        ariaLabel={t("title")}
        emptyState={
          isFiltered ? (
            <EmptyState
              kind="no-match"
              title={t("empty.noMatch")}
              description={t("empty.noMatchText")}
              action={<Button onClick={clear}>{common("clearFilters")}</Button>}
            />
          ) : (
            <EmptyState
              kind={tab === "done" ? "nothing-yet" : "all-done"}
              title={t(`empty.${tab}`)}
              description={t(`empty.${tab}Text`)}
            />
          )
        }
      />
    </>
  );
}
