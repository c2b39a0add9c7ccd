import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ApprovalAlarms } from "@/components/approval/approval-alarms";
import { BankAlert } from "@/components/bank/bank-alert";
import { CalendarAlarm } from "@/components/calendar/calendar-alarm";
import { DayToCloseAlert } from "@/components/day-close/day-to-close-alert";
import { Day } from "@/components/money/date-time";
import { CoverageAlert } from "@/components/position/coverage-alert";
import { PositionAlarms } from "@/components/position/position-alarms";
import { SuspenseSummary } from "@/components/suspense/suspense-summary";
import { MentionList } from "@/components/teamwork/mention-list";
import { Section } from "@/components/ui/card";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getClock } from "@/server/clock";
import { getHome } from "@/server/queries/get-home";
import { BooksState } from "./_components/books-state";
import { DaysSection } from "./_components/days-section";
import { FindOrder } from "./_components/find-order";
import { HomeTiles } from "./_components/home-tiles";
import { SettlementWaiting } from "./_components/settlement-waiting";
import { proveBooksAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("home"))("title") };
}

/** The rest stands on the page of mentions. */
const SHOWN_MENTIONS = 5;

/** What waits for this person, and whether the books stand well. Everybody has a home; its parts ask for themselves. */
export default async function HomePage() {
  const actor = await requireActor();
  const t = await getTranslations("home");
  const home = await getHome(actor, getClock().now());
  return (
    <PageBody>
      <PageHeader
        title={t("greeting", { name: actor.displayName })}
        description={
          <>
            {t("today")} <Day on={home.today} />
          </>
        }
      />
      <HomeTiles home={home} />
      <section aria-label={t("toDo")} className="flex flex-col gap-2 empty:hidden">
        {home.alarms ? <ApprovalAlarms alarms={home.alarms} /> : null}
        {home.calendarAlarms.map((alarm) => (
          <CalendarAlarm key={alarm.calendar} alarm={alarm} />
        ))}
        <SettlementWaiting actor={actor} />
        {home.toClose ? <DayToCloseAlert toClose={home.toClose} /> : null}
      </section>
      {home.mentions.length > 0 ? (
        <Section title={t("mentions", { count: home.mentions.length })} flush>
          <MentionList mentions={home.mentions.slice(0, SHOWN_MENTIONS)} />
        </Section>
      ) : null}
      {home.inDoubt && !home.queue ? <FindOrder /> : null}
      {home.queue ? <SuspenseSummary summary={home.queue} age={null} withTest={false} /> : null}
      {home.days ? <DaysSection days={home.days} mayRun={may(actor, "reconciliation.run")} /> : null}
      {home.coverages || home.proof || home.bank ? (
        <section id="books" aria-label={t("books")} className="flex scroll-mt-16 flex-col gap-2">
          <h2 className="font-semibold text-base">{t("books")}</h2>
          {home.coverages?.map((coverage) => (
            <CoverageAlert key={coverage.asset} coverage={coverage} />
          ))}
          {home.position ? <PositionAlarms alarms={home.position} /> : null}
          {home.bank ? <BankAlert breaks={home.bank} /> : null}
          {home.proof ? (
            <BooksState state={home.proof} mayProve={may(actor, "books.prove")} prove={proveBooksAction} />
          ) : null}
        </section>
      ) : null}
    </PageBody>
  );
}
