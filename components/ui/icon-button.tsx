"use client";

import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { Hint } from "./tooltip";

type IconButtonProps = Omit<ComponentProps<"button">, "children"> & {
  /** What it does, in words: the accessible name and the tooltip. */
  label: string;
  icon: LucideIcon;
  /** The key that does the same, shown in the tooltip. */
  shortcut?: string | undefined;
};

export function IconButton({ label, icon: Icon, shortcut, className, ...rest }: IconButtonProps) {
  return (
    <Hint text={label} shortcut={shortcut}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={cn(
          "inline-flex size-control shrink-0 items-center justify-center rounded-md text-muted transition-colors",
          "hover:not-disabled:bg-hover hover:not-disabled:text-ink disabled:opacity-55 aria-pressed:bg-accent-soft aria-pressed:text-accent",
          className,
        )}
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </Hint>
  );
}
