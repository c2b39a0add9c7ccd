import { Command } from "cmdk";
import { ArrowRight, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Kbd } from "@/components/ui/kbd";

/** Commands under one heading; without any, no heading either. */
export function PaletteGroup({ heading, children }: { heading: string; children: readonly ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Command.Group>
  );
}

type PaletteItemProps = {
  value: string;
  icon: LucideIcon;
  keys?: string | undefined;
  onSelect: () => void;
  children: ReactNode;
};

/** One command: Enter or a click does it. */
export function PaletteItem({ value, icon: Icon, keys, onSelect, children }: PaletteItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="group flex min-h-8 cursor-default select-none items-center gap-2.5 rounded-md px-2.5 py-1 text-sm data-[selected=true]:bg-accent-soft"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys ? (
        <Kbd keys={keys} />
      ) : (
        <ArrowRight aria-hidden className="size-3.5 text-faint opacity-0 group-data-[selected=true]:opacity-100" />
      )}
    </Command.Item>
  );
}
