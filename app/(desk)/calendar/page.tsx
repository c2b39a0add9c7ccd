import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Alert } from "@/components/ui/alert";
import { Section } from "@/components/ui/card";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { TabLinks } from "@/components/ui/tab-links";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getCalendarPage } from "@/server/queries/calendar";
import { CalendarHistory } from "./_components/calendar-history";
import { CalendarPicker } from "./_components/calendar-picker";
import { ImportDialog } from "./_components/import-dialog";
import { MarkLegend } from "./_components/mark-legend";
import { NamedDays } from "./_components/named-days";
import { YearGrid } from "./_components/year-grid";
import { proposeCalendarAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("calendar"))("title") };
}

type Props = { searchParams: Promise<{ calendar?: string | string[]; year?: string | string[] }> };

/** The days on which business is done, a year at a look; how far that is known, and how the next year comes in. */
export default async function CalendarPage({ searchParams }: Props) {
  const actor = await requirePermission("calendar.view");
  const t = await getTranslations("calendar");
  const { calendar, year } = await searchParams;
  const today = accountingToday();
  const page = await getCalendarPage(
    { calendar: typeof calendar === "string" ? calendar : null, year: typeof year === "string" ? Number(year) : null },
    today,
  );
  return (
    <PageBody>
      <PageHeader
        title={t("title")}
        description={
          <>
            {t("description")} {t("loadedThrough")} <Day on={page.through} />
          </>
        }
        actions={
          may(actor, "calendar.propose") && !page.waitingNo ? (
            <ImportDialog key={`${page.calendar} ${page.history.length}`} page={page} propose={proposeCalendarAction} />
          ) : null
        }
      />
      {page.waitingNo ? (
        <Alert tone="info" title={t("waits")}>
          <ObjectLink kind="approval" no={page.waitingNo} className="underline" />
        </Alert>
      ) : null}
      {page.isGiven ? (
        <Alert tone="warning" title={t("given", { year: page.year })}>
          {t("givenText")}
        </Alert>
      ) : null}
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <CalendarPicker page={page} />
        <TabLinks
          aria-label={t("year")}
          items={page.years.map((one) => ({
            href: `/calendar?${new URLSearchParams({ calendar: page.calendar, year: `${one}` })}`,
            label: `${one}`,
            current: one === page.year,
          }))}
        />
      </div>
      <Section title={t("yearOf", { year: page.year })} actions={<MarkLegend isOwn={page.calendar !== "CN"} />} plain>
        <YearGrid days={page.days} today={today} />
      </Section>
      <NamedDays days={page.days} isOwn={page.calendar !== "CN"} />
      <CalendarHistory history={page.history} />
    </PageBody>
  );
}
