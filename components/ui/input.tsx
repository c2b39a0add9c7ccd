"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn";
import { useFieldWiring } from "./field";

export const CONTROL_CLASS =
  "w-full rounded-md border border-line-strong bg-surface px-2.5 text-ink text-sm shadow-card transition-colors " +
  "hover:border-muted focus-visible:border-focus focus-visible:outline-2 focus-visible:outline-focus focus-visible:-outline-offset-1 " +
  "disabled:bg-sunken disabled:text-faint aria-invalid:border-danger";

/** A one-line text control. Inside a `Field` it is labelled; alone it needs an `aria-label`. */
export function Input({ className, ...rest }: ComponentProps<"input">) {
  return (
    <input {...useFieldWiring()} {...rest} className={cn(CONTROL_CLASS, "h-control read-only:bg-sunken", className)} />
  );
}

export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...useFieldWiring()}
      rows={rows}
      {...rest}
      className={cn(CONTROL_CLASS, "min-h-16 py-1.5 read-only:bg-sunken", className)}
    />
  );
}
