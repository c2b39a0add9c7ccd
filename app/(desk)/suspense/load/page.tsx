import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SuspensePages } from "@/components/suspense/suspense-pages";
import { Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { TabLinks } from "@/components/ui/tab-links";
import { loadFilters } from "@/contracts/load-views";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getLoad } from "@/server/queries/get-load";
import { Absences } from "./_components/absences";
import { HeatMap } from "./_components/heat-map";
import { PeopleTable } from "./_components/people-table";
import { cancelAbsenceAction, setAbsenceAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("suspense"))("load.title") };
}

type LoadPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where the queue is old, who has how much, and who is away. Every number leads to its rows. */
export default async function LoadPage({ searchParams }: LoadPageProps) {
  const actor = await requirePermission("suspense.view");
  const t = await getTranslations("suspense");
  const { team } = loadFilters.parse(await searchParams);
  const load = await getLoad(actor, accountingToday(), team);
  const current = load.teams.find(({ code }) => code === team)?.code ?? null;
  const tabs = [{ code: null, name: t("load.everybody") }, ...load.teams];
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/suspense" }, { label: t("load.title") }]}
        title={t("load.title")}
        description={t("load.description")}
        actions={<SuspensePages current="load" mayRoute={may(actor, "suspense.route")} />}
      />
      <Section title={t("load.heat")} description={t("load.heatText")} flush={load.heat.rows.length > 0}>
        {load.heat.rows.length === 0 ? (
          <EmptyState kind="all-done" title={t("empty.open")} description={t("empty.openText")} />
        ) : (
          <HeatMap heat={load.heat} />
        )}
      </Section>
      <Section title={t("load.people")} description={t("load.peopleText")} plain>
        {load.teams.length === 0 ? null : (
          <TabLinks
            aria-label={t("load.teams")}
            items={tabs.map(({ code, name }) => ({
              href: code === null ? "/suspense/load" : `/suspense/load?team=${code}`,
              label: name,
              current: code === current,
            }))}
          />
        )}
        <PeopleTable people={load.people} today={load.today} team={current} />
      </Section>
      <Section title={t("absence.title")} description={t("absence.description")}>
        <Absences
          absences={load.absences}
          today={load.today}
          me={may(actor, "suspense.work") ? actor.login : null}
          mayForOthers={may(actor, "suspense.route")}
          setAbsence={setAbsenceAction}
          cancelAbsence={cancelAbsenceAction}
        />
      </Section>
    </PageBody>
  );
}
