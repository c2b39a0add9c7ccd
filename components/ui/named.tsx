import type { ReactNode } from "react";

/** A word and what it names, side by side: the facts of a printed sheet. */
export function Named({ label, children }: { label: string; children: ReactNode }) {
  return (
    <span className="inline-flex gap-2">
      <span className="shrink-0 text-muted">{label}</span>
      <span>{children}</span>
    </span>
  );
}
