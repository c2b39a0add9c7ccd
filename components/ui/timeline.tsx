import type { ReactNode } from "react";
import { TONE_ICONS, type Tone } from "./badge";
import { cn } from "./cn";

export type TimelineItem = {
  key: string;
  title: ReactNode;
  /** When, as a DateTime. */
  at: ReactNode;
  /** Who or what did it. */
  by?: ReactNode;
  detail?: ReactNode;
  tone?: Tone | undefined;
};

const TONES: Record<Tone, string> = {
  neutral: "text-faint",
  info: "text-info",
  success: "text-success",
  warning: "text-warning",
  danger: "text-danger",
};

/** What happened, in order, in plain words. */
export function Timeline({ items, "aria-label": label }: { items: readonly TimelineItem[]; "aria-label": string }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {items.map(({ key, title, at, by, detail, tone = "neutral" }) => {
        const Icon = TONE_ICONS[tone];
        return (
          <li key={key} className="group relative flex gap-3 pb-4 last:pb-0">
            <span aria-hidden className="absolute top-6 bottom-0 left-[7.5px] w-px bg-line group-last:hidden" />
            <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", TONES[tone])} />
            <div className="min-w-0 flex-1">
              <div className="flex flex-wrap items-baseline gap-x-2">
                <span className="font-medium text-ink text-sm">{title}</span>
                <span className="text-muted text-xs">
                  {by ? <>{by} · </> : null}
                  {at}
                </span>
              </div>
              {detail ? <div className="mt-0.5 text-muted text-sm">{detail}</div> : null}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
