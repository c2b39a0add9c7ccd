import type { ReactNode } from "react";
import { cn } from "./cn";

export type Fact = { key: string; label: ReactNode; value: ReactNode };

/** Facts with the name over the value, for long numbers and narrow places. An empty value shows a dash. */
export function FactGrid({ facts, className }: { facts: readonly Fact[]; className?: string | undefined }) {
  return (
    <dl className={cn("grid gap-x-6 gap-y-2.5 text-sm", className)}>
      {facts.map(({ key, label, value }) => (
        <div key={key} className="min-w-0">
          <dt className="text-muted text-xs">{label}</dt>
          <dd className="break-words text-ink">{value === null || value === "" ? "—" : value}</dd>
        </div>
      ))}
    </dl>
  );
}
