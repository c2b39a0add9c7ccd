"use client";

import { Progress } from "@base-ui/react/progress";
import { useFormatter } from "next-intl";
import type { ReactNode } from "react";

type ProgressBarProps = {
  label: string /** From 0 to `max`; null while the end is unknown. */;
  value: number | null;
  max?: number | undefined;
  note?: ReactNode;
};

export function ProgressBar({ label, value, max = 100, note }: ProgressBarProps) {
  const format = useFormatter();
  const share =
    value === null ? null : format.number(max === 0 ? 1 : value / max, { style: "percent", maximumFractionDigits: 0 });
  return (
    <Progress.Root value={value} max={max} aria-valuetext={share ?? label} className="flex flex-col gap-1">
      <div className="flex justify-between gap-3 text-sm">
        <Progress.Label>{label}</Progress.Label>
        <span className="tabular text-muted">{note ?? share}</span>
      </div>
      <Progress.Track className="h-1.5 overflow-hidden rounded-full bg-sunken">
        <Progress.Indicator className="h-full rounded-full bg-accent-solid transition-[width] data-indeterminate:w-1/3 data-indeterminate:animate-pulse" />
      </Progress.Track>
    </Progress.Root>
  );
}
