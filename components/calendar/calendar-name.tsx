import { useTranslations } from "next-intl";

/** What people call a calendar by its code. */
export function useCalendarName(): (code: string, name?: string | null) => string {
  const t = useTranslations("calendar");
  return (code, name = null) => {
    const [kind, no] = code.split(/:(.*)/);
    if (no === undefined) return t("of.china");
    return t(kind === "channel" ? "of.channel" : "of.bank", { name: name ?? no });
  };
}

export function CalendarName({ code }: { code: string }) {
  return <>{useCalendarName()(code)}</>;
}
