import Link from "next/link";
import type { ReactNode } from "react";
import { TONE_ICONS, type Tone } from "./badge";
import { cn } from "./cn";

type StatTileProps = {
  label: string;
  /** The number. It links to exactly the rows behind it. */
  value: ReactNode;
  href: string;
  /** A word on what the number means now. */
  note?: ReactNode;
  tone?: Tone | undefined;
  className?: string | undefined;
};

const NOTE_TONES: Record<Tone, string> = {
  neutral: "text-muted",
  info: "text-info",
  success: "text-success",
  warning: "text-warning",
  danger: "text-danger",
};

export function StatTile({ label, value, href, note, tone = "neutral", className }: StatTileProps) {
  const Icon = TONE_ICONS[tone];
  return (
    <Link
      href={href}
      className={cn(
        "group flex min-w-0 flex-col gap-0.5 rounded-lg border border-line bg-surface p-card shadow-card transition-colors hover:border-line-strong",
        className,
      )}
    >
      <span className="truncate text-muted text-sm">{label}</span>
      <span className="tabular truncate font-semibold text-2xl tracking-tight group-hover:text-accent">{value}</span>
      {note ? (
        <span className={cn("flex items-center gap-1 text-xs", NOTE_TONES[tone])}>
          {tone === "neutral" ? null : <Icon aria-hidden className="size-3.5 shrink-0" />}
          {note}
        </span>
      ) : null}
    </Link>
  );
}
