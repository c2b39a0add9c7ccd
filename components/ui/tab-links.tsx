import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { TabCount } from "./tabs";

export type TabLink = { href: string; label: ReactNode; count?: ReactNode; current: boolean };

/**
 * Tabs whose choice is in the address: back works and the link can be sent to a colleague. They change with every filter,
 * so nothing is fetched ahead.
 */
export function TabLinks({ items, "aria-label": label }: { items: readonly TabLink[]; "aria-label": string }) {
  return (
    <nav aria-label={label} className="flex gap-4 overflow-x-auto shadow-[inset_0_-1px_var(--line)]">
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          prefetch={false}
          aria-current={item.current ? "page" : undefined}
          className={cn(
            "inline-flex h-9 items-center gap-1.5 whitespace-nowrap border-b-2 px-0.5 text-sm focus-visible:-outline-offset-2",
            item.current ? "border-accent font-medium text-ink" : "border-transparent text-muted hover:text-ink",
          )}
        >
          {item.label}
          {item.count !== undefined ? <TabCount>{item.count}</TabCount> : null}
        </Link>
      ))}
    </nav>
  );
}
