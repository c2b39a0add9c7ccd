import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { formatDay, formatInstant } from "./format-date";

type DateTimeProps = {
  /** An instant, ISO 8601 or a Date. */
  at: string | Date;
  /** Adds seconds: for logs and timelines where order matters. */
  seconds?: boolean | undefined;
  className?: string | undefined;
};

/** An instant in the business time zone, which the title names with the full date. */
export function DateTime({ at, seconds = false, className }: DateTimeProps) {
  const t = useTranslations("common");
  const format = useFormatter();
  const zone = useTimeZone() ?? "UTC";
  const instant = typeof at === "string" ? new Date(at) : at;
  const full = format.dateTime(instant, { dateStyle: "full", timeStyle: "medium" });
  return (
    <time
      dateTime={instant.toISOString()}
      title={t("inZone", { time: full, zone })}
      className={cn("whitespace-nowrap", className)}
    >
      {formatInstant(instant, { zone, seconds })}
    </time>
  );
}

/** A calendar day ("2026-11-19"), which has no time zone and is never shifted by one. */
export function Day({ on, className }: { on: string; className?: string | undefined }) {
  const format = useFormatter();
  const title = format.dateTime(new Date(`${on}T00:00:00Z`), { dateStyle: "full", timeZone: "UTC" });
  return (
    <time dateTime={on} title={title} className={cn("whitespace-nowrap", className)}>
      {formatDay(on)}
    </time>
  );
}
