import type { ReactNode } from "react";
import { cn } from "./cn";

export type KeyValue = { key: string; label: ReactNode; value: ReactNode };

type KeyValueListProps = {
  items: readonly KeyValue[];
  columns?: 1 | 2 | 3 | undefined;
  className?: string | undefined;
};

const COLUMNS = { 1: "", 2: "sm:grid-cols-2", 3: "sm:grid-cols-2 xl:grid-cols-3" } as const;

/** Facts about one thing. An empty value shows a dash, so that nothing looks forgotten. */
export function KeyValueList({ items, columns = 1, className }: KeyValueListProps) {
  return (
    <dl className={cn("grid gap-x-8 gap-y-1", COLUMNS[columns], className)}>
      {items.map((item) => (
        <div
          key={item.key}
          className="grid min-h-6 grid-cols-[minmax(5.5rem,10rem)_minmax(0,1fr)] items-baseline gap-3 py-0.5"
        >
          <dt className="text-muted text-sm">{item.label}</dt>
          <dd className="min-w-0 break-words text-ink text-sm">
            {item.value === null || item.value === "" ? "—" : item.value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
