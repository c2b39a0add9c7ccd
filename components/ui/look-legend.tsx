import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type LegendLook = { key: string; icon: LucideIcon; className: string; label: ReactNode };

/** What the shapes of a table mean. */
export function LookLegend({ looks, hint }: { looks: readonly LegendLook[]; hint?: ReactNode }) {
  return (
    <ul className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-t px-4 py-2 text-muted text-xs">
      {looks.map(({ key, icon: Icon, className, label }) => (
        <li key={key} className="inline-flex items-center gap-1.5">
          <span className={cn("inline-flex size-5 items-center justify-center rounded-sm", className)}>
            <Icon aria-hidden className="size-3.5" strokeWidth={2} />
          </span>
          {label}
        </li>
      ))}
      {hint ? <li className="ml-auto">{hint}</li> : null}
    </ul>
  );
}
