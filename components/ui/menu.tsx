"use client";

import { Menu as BaseMenu } from "@base-ui/react/menu";
import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";
import { POPUP_CLASS } from "./popup";

type MenuProps = {
  trigger: ReactElement<Record<string, unknown>>;
  align?: "start" | "center" | "end" | undefined;
  /** Where something else than the trigger opens it, too. */
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  children: ReactNode;
};

export function Menu({ trigger, align = "end", open, onOpenChange, children }: MenuProps) {
  return (
    <BaseMenu.Root {...(open !== undefined ? { open } : {})} onOpenChange={(next) => onOpenChange?.(next)}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner align={align} sideOffset={4} className="z-50 outline-hidden">
          <BaseMenu.Popup className={cn(POPUP_CLASS, "min-w-44")}>{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

const ITEM =
  "flex min-h-7 w-full cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-left text-sm outline-hidden " +
  "data-highlighted:bg-hover data-disabled:text-faint [&_svg]:size-4 [&_svg]:text-muted";

type MenuItemProps = {
  icon?: LucideIcon | undefined;
  onSelect?: (() => void) | undefined;
  href?: string | undefined;
  disabled?: boolean | undefined;
  /** At the right edge: a key, a state. */
  end?: ReactNode;
  danger?: boolean | undefined;
  children: ReactNode;
};

export function MenuItem({
  icon: Icon,
  onSelect,
  href,
  disabled = false,
  end,
  danger = false,
  children,
}: MenuItemProps) {
  const content = (
    <>
      {Icon ? <Icon aria-hidden /> : null}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {end}
    </>
  );
  const className = cn(ITEM, danger && "text-danger");
  if (href) {
    return (
      <BaseMenu.LinkItem render={<Link href={href} />} className={className} closeOnClick>
        {content}
      </BaseMenu.LinkItem>
    );
  }
  return (
    <BaseMenu.Item disabled={disabled} onClick={() => onSelect?.()} className={className}>
      {content}
    </BaseMenu.Item>
  );
}

export function MenuSeparator() {
  return <BaseMenu.Separator className="-mx-1 my-1 h-px bg-line" />;
}

/** Items under a name of their own. */
export function MenuGroup({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <BaseMenu.Group>
      <BaseMenu.GroupLabel className="px-2 pt-1 pb-0.5 text-faint text-xs">{label}</BaseMenu.GroupLabel>
      {children}
    </BaseMenu.Group>
  );
}

type MenuChoiceProps<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string; icon?: LucideIcon | undefined; lang?: string | undefined }[];
  onValueChange: (value: Value) => void;
};

/** One of a few, chosen in a menu. */
export function MenuChoice<Value extends string>({ label, value, options, onValueChange }: MenuChoiceProps<Value>) {
  return (
    <MenuGroup label={label}>
      <BaseMenu.RadioGroup value={value} onValueChange={(next: Value) => onValueChange(next)}>
        {options.map(({ icon: Icon, ...option }) => (
          <BaseMenu.RadioItem key={option.value} value={option.value} closeOnClick className={ITEM}>
            {Icon ? <Icon aria-hidden /> : null}
            <span className="flex-1" lang={option.lang}>
              {option.label}
            </span>
            <BaseMenu.RadioItemIndicator className="text-accent">✓</BaseMenu.RadioItemIndicator>
          </BaseMenu.RadioItem>
        ))}
      </BaseMenu.RadioGroup>
    </MenuGroup>
  );
}
