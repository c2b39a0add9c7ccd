"use client";

import { Tabs as BaseTabs } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

export type TabItem = { value: string; label: ReactNode; count?: ReactNode; content: ReactNode };

type TabsProps = {
  items: readonly TabItem[];
  value?: string | undefined;
  defaultValue?: string | undefined;
  onValueChange?: ((value: string) => void) | undefined;
  "aria-label"?: string | undefined;
};

/** Views of one thing on one page. Tabs that change the address are links: use `TabLinks`. */
export function Tabs({ items, value, defaultValue, onValueChange, "aria-label": label }: TabsProps) {
  return (
    <BaseTabs.Root
      {...(value !== undefined ? { value } : { defaultValue: defaultValue ?? items[0]?.value ?? "" })}
      onValueChange={(next) => onValueChange?.(String(next))}
    >
      <BaseTabs.List aria-label={label} className="flex gap-4 overflow-x-auto shadow-[inset_0_-1px_var(--line)]">
        {items.map((item) => (
          <BaseTabs.Tab
            key={item.value}
            value={item.value}
            className="inline-flex h-9 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-0.5 text-muted text-sm hover:text-ink focus-visible:-outline-offset-2 data-active:border-accent data-active:font-medium data-active:text-ink"
          >
            {item.label}
            {item.count !== undefined ? <TabCount>{item.count}</TabCount> : null}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {items.map((item) => (
        <BaseTabs.Panel key={item.value} value={item.value} className="pt-4">
          {item.content}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}

export function TabCount({ children }: { children: ReactNode }) {
  return <span className="tabular rounded-full bg-sunken px-1.5 text-2xs text-muted leading-4">{children}</span>;
}
