import { CircleCheck, Inbox, type LucideIcon, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type EmptyKind = "nothing-yet" | "no-match" | "all-done";

const ICONS: Record<EmptyKind, LucideIcon> = { "nothing-yet": Inbox, "no-match": SearchX, "all-done": CircleCheck };

type EmptyStateProps = {
  /** Never had any; none for this filter; or everything is worked off. Each needs another next step. */
  kind: EmptyKind;
  title: string;
  description?: ReactNode;
  action?: ReactNode;
  className?: string | undefined;
};

export function EmptyState({ kind, title, description, action, className }: EmptyStateProps) {
  const Icon = ICONS[kind];
  return (
    <div className={cn("flex flex-col items-center gap-1 px-6 py-8 text-center", className)}>
      <Icon
        aria-hidden
        strokeWidth={1.5}
        className={cn("mb-1 size-6", kind === "all-done" ? "text-success" : "text-faint")}
      />
      <p className="font-medium text-base text-ink">{title}</p>
      {description ? <div className="max-w-prose text-muted text-sm">{description}</div> : null}
      {action ? <div className="mt-3 flex gap-2">{action}</div> : null}
    </div>
  );
}
