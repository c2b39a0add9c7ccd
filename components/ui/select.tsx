"use client";

import { Select as BaseSelect } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { useFieldWiring } from "./field";
import { CONTROL_CLASS } from "./input";
import { POPUP_CLASS } from "./popup";

export type SelectOption<Value extends string> = { value: Value; label: string; hint?: ReactNode; disabled?: boolean };

type SelectProps<Value extends string> = {
  options: readonly SelectOption<Value>[];
  value?: Value | null | undefined;
  defaultValue?: Value | null | undefined;
  onValueChange?: ((value: Value) => void) | undefined;
  /** Shown while nothing is chosen. */
  placeholder?: string | undefined;
  /** Submits the value with a form. */
  name?: string | undefined;
  disabled?: boolean | undefined;
  "aria-label"?: string | undefined;
  className?: string | undefined;
};

/** One of a few known values. For many, use a search field. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { options, value, defaultValue, onValueChange, placeholder, className, ...rest } = props;
  const { required, ...wiring } = useFieldWiring();
  return (
    <BaseSelect.Root
      items={options}
      {...(value !== undefined ? { value } : {})}
      {...(defaultValue !== undefined ? { defaultValue } : {})}
      {...(required ? { required } : {})}
      {...(rest.name ? { name: rest.name } : {})}
      disabled={rest.disabled ?? false}
      onValueChange={(next: Value | null) => (next === null ? undefined : onValueChange?.(next))}
    >
      <BaseSelect.Trigger
        {...wiring}
        aria-label={rest["aria-label"]}
        className={cn(
          CONTROL_CLASS,
          "inline-flex h-control items-center justify-between gap-2 text-left data-disabled:bg-sunken data-disabled:text-faint",
          className,
        )}
      >
        <BaseSelect.Value className="truncate data-placeholder:text-faint" placeholder={placeholder} />
        <BaseSelect.Icon>
          <ChevronsUpDown aria-hidden className="size-3.5 text-muted" />
        </BaseSelect.Icon>
      </BaseSelect.Trigger>
      <BaseSelect.Portal>
        <BaseSelect.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-hidden">
          <BaseSelect.Popup className={cn(POPUP_CLASS, "min-w-(--anchor-width)")}>
            <BaseSelect.List className="max-h-[min(var(--available-height),20rem)] overflow-y-auto">
              {options.map((option) => (
                <SelectItem key={option.value} option={option} />
              ))}
            </BaseSelect.List>
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}

function SelectItem({ option }: { option: SelectOption<string> }) {
  return (
    <BaseSelect.Item
      value={option.value}
      disabled={option.disabled ?? false}
      className="grid min-h-7 cursor-default select-none grid-cols-[1rem_1fr_auto] items-center gap-2 rounded-sm px-2 py-1 text-sm outline-hidden data-highlighted:bg-hover data-disabled:text-faint"
    >
      <BaseSelect.ItemIndicator className="col-start-1 text-accent">
        <Check aria-hidden className="size-4" />
      </BaseSelect.ItemIndicator>
      <BaseSelect.ItemText className="col-start-2">{option.label}</BaseSelect.ItemText>
      {option.hint ? <span className="col-start-3 text-muted text-xs">{option.hint}</span> : null}
    </BaseSelect.Item>
  );
}
