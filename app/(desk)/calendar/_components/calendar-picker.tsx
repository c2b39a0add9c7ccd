"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCalendarName } from "@/components/calendar/calendar-name";
import { Select } from "@/components/ui/select";
import type { CalendarPageDto } from "@/contracts/calendar";

/** Whose calendar is looked at. One without days of its own shows China's. */
export function CalendarPicker({ page }: { page: CalendarPageDto }) {
  const t = useTranslations("calendar");
  const nameOf = useCalendarName();
  const router = useRouter();
  return (
    <Select
      aria-label={t("whose")}
      className="w-72"
      value={page.calendar}
      options={page.choices.map(({ code, name, through }) => ({
        value: code,
        label: nameOf(code, name),
        hint: through === null ? t("asChina") : through,
      }))}
      onValueChange={(calendar) => router.push(`/calendar?${new URLSearchParams({ calendar, year: `${page.year}` })}`)}
    />
  );
}
