import type { ReactNode } from "react";
import { TONE_ICONS, type Tone } from "./badge";
import { cn } from "./cn";

type AlertProps = {
  tone?: Tone | undefined;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** Announce at once when it appears; for what the reader must know now. */
  urgent?: boolean | undefined;
  className?: string | undefined;
};

const TONES: Record<Tone, string> = {
  neutral: "bg-sunken [&>svg]:text-muted",
  info: "bg-info-soft [&>svg]:text-info",
  success: "bg-success-soft [&>svg]:text-success",
  warning: "bg-warning-soft [&>svg]:text-warning",
  danger: "bg-danger-soft [&>svg]:text-danger",
};

/** Something to know on this page: what happened, and what to do. */
export function Alert({ tone = "info", title, children, actions, urgent = false, className }: AlertProps) {
  const Icon = TONE_ICONS[tone];
  return (
    <div
      role={urgent ? "alert" : undefined}
      className={cn("flex gap-2.5 rounded-lg px-3 py-2.5 text-ink text-sm", TONES[tone], className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {children ? <div className="mt-0.5">{children}</div> : null}
      </div>
      {actions ? <div className="flex shrink-0 items-center gap-2">{actions}</div> : null}
    </div>
  );
}
