"use client";

import { Checkbox as BaseCheckbox } from "@base-ui/react/checkbox";
import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

type CheckboxProps = {
  label: ReactNode;
  hint?: ReactNode;
  checked?: boolean | undefined;
  defaultChecked?: boolean | undefined;
  onCheckedChange?: ((checked: boolean) => void) | undefined;
  indeterminate?: boolean | undefined;
  disabled?: boolean | undefined;
  name?: string | undefined;
  value?: string | undefined;
  className?: string | undefined;
};

export function Checkbox({ label, hint, checked, defaultChecked, onCheckedChange, className, ...rest }: CheckboxProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside carries the control.
    <label className={cn("flex min-h-6 items-start gap-2 text-sm", className)}>
      <BaseCheckbox.Root
        {...(checked !== undefined ? { checked } : {})}
        {...(defaultChecked !== undefined ? { defaultChecked } : {})}
        {...(rest.name !== undefined ? { name: rest.name } : {})}
        {...(rest.value !== undefined ? { value: rest.value } : {})}
        indeterminate={rest.indeterminate ?? false}
        disabled={rest.disabled ?? false}
        onCheckedChange={(next) => onCheckedChange?.(next)}
        className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-surface text-white data-checked:border-accent-solid data-indeterminate:border-accent-solid data-checked:bg-accent-solid data-indeterminate:bg-accent-solid data-disabled:opacity-55"
      >
        <BaseCheckbox.Indicator>
          {rest.indeterminate ? <Minus aria-hidden className="size-3" /> : <Check aria-hidden className="size-3" />}
        </BaseCheckbox.Indicator>
      </BaseCheckbox.Root>
      <span className={cn("flex flex-col", rest.disabled && "text-faint")}>
        <span className="text-ink leading-5">{label}</span>
        {hint ? <span className="text-muted text-xs">{hint}</span> : null}
      </span>
    </label>
  );
}
