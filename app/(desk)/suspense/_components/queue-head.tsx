"use client";

import { type ReactNode, Suspense, use } from "react";
import { SuspenseSummary } from "@/components/suspense/suspense-summary";
import { Skeleton } from "@/components/ui/skeleton";
import type { SuspenseSummaryDto } from "@/contracts/suspense-views";
import { type QueueFilterState, QueueFilters } from "./queue-filters";
import { QueueTabs } from "./queue-tabs";

type QueueHeadProps = { summary: Promise<SuspenseSummaryDto>; filters: QueueFilterState; aside?: ReactNode };

/** What stands over the rows. Figures take their time: tabs and filters work without them, and the rows wait for neither. */
export function QueueHead({ summary, filters, aside }: QueueHeadProps) {
  const withTest = filters.values.test === "1";
  const setTest = (on: boolean) => filters.set("test", on ? "1" : null);
  return (
    <>
      <Summarised of={summary} fallback={<Skeleton className="h-19.5 w-full rounded-lg" />}>
        {(known) => <SuspenseSummary summary={known} age={filters.values.age} withTest={withTest} />}
      </Summarised>
      <Summarised
        of={summary}
        fallback={<QueueTabs summary={null} withTest={withTest} onTest={setTest} aside={aside} />}
      >
        {(known) => <QueueTabs summary={known} withTest={withTest} onTest={setTest} aside={aside} />}
      </Summarised>
      <Summarised of={summary} fallback={<QueueFilters summary={null} filters={filters} />}>
        {(known) => <QueueFilters summary={known} filters={filters} />}
      </Summarised>
    </>
  );
}

const FILTER_ROOMS = ["w-44", "w-34", "w-34", "w-34", "w-30", "w-38", "w-27"] as const;

/** The room of the head while it is on its way: nothing below it moves when it comes. */
export function QueueHeadRoom() {
  return (
    <>
      <Skeleton className="h-19.5 w-full rounded-lg" />
      <div className="h-9 shadow-[inset_0_-1px_var(--line)]" />
      <div aria-hidden className="flex flex-wrap gap-2">
        {FILTER_ROOMS.map((width, nth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never change their places.
          <span key={nth} className={`h-control rounded-md border border-line bg-surface ${width}`} />
        ))}
      </div>
    </>
  );
}

type SummarisedProps = {
  of: Promise<SuspenseSummaryDto>;
  fallback: ReactNode;
  children: (summary: SuspenseSummaryDto) => ReactNode;
};

export function Summarised({ of, fallback, children }: SummarisedProps) {
  return (
    <Suspense fallback={fallback}>
      <Known of={of}>{children}</Known>
    </Suspense>
  );
}

function Known({ of, children }: Omit<SummarisedProps, "fallback">) {
  return children(use(of));
}
