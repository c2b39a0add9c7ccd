"use client";

import { useSearchParams } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { TabLinks } from "@/components/ui/tab-links";
import { SUSPENSE_VIEWS, type SuspenseSummaryDto, type SuspenseView } from "@/contracts/suspense-views";

/** Without a summary the tabs are there, and their numbers follow. */
type QueueTabsProps = {
  summary: SuspenseSummaryDto | null;
  withTest: boolean;
  onTest: (on: boolean) => void;
  /** At the end of their line: what can be done with the rows that are shown. */
  aside?: ReactNode;
};

/** What of the queue is shown. The other filters stay as they are. */
export function QueueTabs({ summary, withTest, onTest, aside }: QueueTabsProps) {
  const t = useTranslations("suspense");
  const format = useFormatter();
  const search = useSearchParams();
  const current = search.get("status") ?? "open";
  const counts: Partial<Record<SuspenseView, number>> = summary ?? {};
  return (
    <div className="flex flex-wrap items-center gap-x-6 shadow-[inset_0_-1px_var(--line)]">
      <TabLinks
        aria-label={t("view.label")}
        items={SUSPENSE_VIEWS.map((view) => {
          const count = counts[view];
          return {
            href: hrefOf(search, view),
            label: t(`view.${view}`),
            current: view === current,
            ...(count === undefined ? {} : { count: format.number(count) }),
          };
        })}
      />
      <div className="ml-auto flex flex-wrap items-center gap-3">
        <Checkbox label={t("filter.test")} checked={withTest} onCheckedChange={onTest} />
        {aside}
      </div>
    </div>
  );
}

function hrefOf(search: URLSearchParams, view: SuspenseView): string {
  const query = new URLSearchParams(search);
  query.delete("item");
  // Named even where it is the rule: without any filter the address opens the view that somebody has chosen for it.
  query.set("status", view);
  return `/suspense?${query}`;
}
