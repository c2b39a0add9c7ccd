"use client";

import { useTranslations } from "next-intl";
import { BulkActions, type BulkServer } from "@/components/suspense/bulk-actions";
import type { AskedSelection } from "@/contracts/bulk";
import { filtersOf } from "./filters-of";
import type { QueueSelectionState } from "./use-queue-selection";

/** What the selection bar offers: one proposal for all that is selected, or a sheet of it. */
export function QueueBulk({
  state,
  server,
  mayPropose,
}: {
  state: QueueSelectionState;
  server: BulkServer;
  mayPropose: boolean;
}) {
  const t = useTranslations("bulk");
  const { selection } = state;
  if (selection.of === "nothing") return null;
  const isAll = selection.of === "matching";
  const chosen: AskedSelection = isAll
    ? { by: "FILTER", filters: filtersOf(selection.filters) }
    : { by: "ITEMS", items: selection.itemNos.map((itemNo) => ({ itemNo })) };
  const what = isAll ? t("prepare.matching") : t("prepare.selected", { count: selection.itemNos.length });
  return <BulkActions selection={chosen} what={what} server={server} mayPropose={mayPropose} />;
}
