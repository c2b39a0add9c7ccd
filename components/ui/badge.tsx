import { CircleAlert, CircleCheck, CircleDashed, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export const TONES = ["neutral", "info", "success", "warning", "danger"] as const;
export type Tone = (typeof TONES)[number];

export const TONE_ICONS: Record<Tone, LucideIcon> = {
  neutral: CircleDashed,
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleAlert,
};

export const TONE_CLASSES: Record<Tone, string> = {
  neutral: "bg-sunken text-muted",
  info: "bg-info-soft text-info",
  success: "bg-success-soft text-success",
  warning: "bg-warning-soft text-warning",
  danger: "bg-danger-soft text-danger",
};

type BadgeProps = {
  tone?: Tone | undefined;
  children: ReactNode;
  className?: string | undefined;
  title?: string | undefined;
};

/** A word in a box: a kind, a channel, a tag. For the state of a thing use `StatusBadge`. */
export function Badge({ tone = "neutral", children, className, title }: BadgeProps) {
  return (
    <span
      title={title}
      className={cn(
        "inline-flex h-5 align-middle shrink-0 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 font-medium text-xs",
        TONE_CLASSES[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

type StatusBadgeProps = BadgeProps & { /** Overrides the tone's own icon. */ icon?: LucideIcon | undefined };

/** A state: icon and word, so that colour is never the only sign. */
export function StatusBadge({ tone = "neutral", icon, children, ...rest }: StatusBadgeProps) {
  const Icon = icon ?? TONE_ICONS[tone];
  return (
    <Badge tone={tone} {...rest}>
      <Icon aria-hidden className="size-3.5" strokeWidth={2.25} />
      {children}
    </Badge>
  );
}
