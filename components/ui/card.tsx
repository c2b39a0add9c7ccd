import { type ReactNode, useId } from "react";
import { cn } from "./cn";

type CardProps = {
  children: ReactNode;
  className?: string | undefined /** No inner padding: for tables that reach the edge. */;
  flush?: boolean | undefined;
};

export function Card({ children, className, flush = false }: CardProps) {
  return (
    <div className={cn("min-w-0 rounded-lg border border-line bg-surface shadow-card", !flush && "p-card", className)}>
      {children}
    </div>
  );
}

type SectionProps = {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  flush?: boolean | undefined;
  /** Without the box: for content that brings its own. */
  plain?: boolean | undefined;
  className?: string | undefined;
  /** Where a link on the page leads to. */
  anchor?: string | undefined;
};

/** A titled part of a page, a landmark by its heading. */
export function Section({ title, description, actions, children, flush, plain, className, anchor }: SectionProps) {
  const id = useId();
  return (
    <section id={anchor} aria-labelledby={id} className={cn("flex min-w-0 flex-col gap-2", className)}>
      <div className="flex min-h-7 flex-wrap items-end gap-x-3 gap-y-1">
        <div className="min-w-0 flex-1">
          <h2 id={id} className="font-semibold text-base">
            {title}
          </h2>
          {description ? <p className="text-muted text-sm">{description}</p> : null}
        </div>
        {actions}
      </div>
      {plain ? children : <Card flush={flush}>{children}</Card>}
    </section>
  );
}
